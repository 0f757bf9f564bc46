#!/bin/sh
docker run --detach --name tick busybox sh -c "while true; do echo tick; sleep 1; done"
docker run --detach --rm --name tock busybox sh -c "while true; do echo tock; sleep 1; done"
