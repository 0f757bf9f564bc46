#!/bin/sh
# --8<-- [start:answer]
docker network create exercise-net
docker run --detach --name web-1 --network exercise-net nginx
docker run --detach --name web-2 --network exercise-net nginx
docker run --detach --name front --network exercise-net --publish 127.0.0.1:8090:80 --mount type=bind,source=./conf,target=/etc/nginx/conf.d,readonly nginx
# --8<-- [end:answer]
