#!/bin/sh
docker inspect registry > /dev/null 2>&1 || docker run --detach --name registry --publish 127.0.0.1:5017:5000 registry:3
# --8<-- [start:answer]
sh ship.sh 1.0
docker compose up --detach --wait
# --8<-- [end:answer]
