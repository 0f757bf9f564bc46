#!/bin/sh
# --8<-- [start:answer]
docker build --tag tour-mine:1 .
docker run --detach --name tour-mine --publish 127.0.0.1:8090:80 tour-mine:1
# --8<-- [end:answer]
