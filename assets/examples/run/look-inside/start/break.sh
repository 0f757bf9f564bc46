#!/bin/sh
# Starts a container with three faults. Repair the line and run it again.
docker rm --force mystery 2>/dev/null
docker run --detach --init --name mystery --publish 127.0.0.1:8090:80 --mount type=bind,source=./site,target=/web,readonly --workdir /srv python:3.13-slim python -m http.server --bind 127.0.0.1 8000
