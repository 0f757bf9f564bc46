#!/bin/sh
# --8<-- [start:answer]
docker run --detach --init --name greeter --env-file settings.env --env GREETING="good morning" --mount type=bind,source=./greet.sh,target=/greet.sh,readonly --mount type=bind,source=./token.txt,target=/run/secrets/token,readonly busybox sh /greet.sh
# --8<-- [end:answer]
