#!/bin/sh
# --8<-- [start:answer]
docker run --detach --init --name careful --memory 32m --cpus 0.5 --user 1000:1000 --read-only --cap-drop ALL --health-cmd "wget -q -O /dev/null http://127.0.0.1:8000/hostname" --health-interval 1s busybox httpd -f -p 8000 -h /etc
# --8<-- [end:answer]
