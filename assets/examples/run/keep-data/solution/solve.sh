#!/bin/sh
# --8<-- [start:answer]
docker run --rm --mount type=volume,source=library-data,target=/data --mount type=bind,source=.,target=/backup,readonly busybox tar -xf /backup/library.tar -C /data
docker run --detach --init --name desk --mount type=volume,source=library-data,target=/library,readonly busybox sleep 600
# --8<-- [end:answer]
