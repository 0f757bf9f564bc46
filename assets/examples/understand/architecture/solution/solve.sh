#!/bin/sh
# Starts and restarts the container, and writes who is the parent of its process.
set -eu
docker run --detach --name orphan busybox sleep 7777
docker restart --timeout 0 orphan
process=$(docker inspect --format "{{.State.Pid}}" orphan)
parent=$(docker run --rm --pid=host busybox awk '{print $4}' "/proc/$process/stat")
name=$(docker run --rm --pid=host busybox cat "/proc/$parent/comm")
printf '%s\n' "$process" "$parent" "$name" > chain.txt
