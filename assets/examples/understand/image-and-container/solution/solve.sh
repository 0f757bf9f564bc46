#!/bin/sh
# Makes the three siblings.
set -eu
docker run --name sibling-writer busybox sh -c "echo remember me > /note"
docker run --detach --name sibling-reader busybox sleep 3600
docker create --name sibling-sleeper busybox echo hello
