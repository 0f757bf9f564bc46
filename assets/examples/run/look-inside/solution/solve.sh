#!/bin/sh
docker rm --force mystery 2>/dev/null
# --8<-- [start:answer]
docker run --detach --init --name mystery --publish 127.0.0.1:8090:8000 --mount type=bind,source=./site,target=/srv,readonly --workdir /srv python:3.13-slim python -m http.server --bind 0.0.0.0 8000
# --8<-- [end:answer]
