#!/bin/sh
# Starts the container and writes both numbers of its process.
set -eu
docker run --detach --name two-numbers busybox sleep 5555
docker exec two-numbers pidof sleep > numbers.txt
docker inspect --format "{{.State.Pid}}" two-numbers >> numbers.txt
