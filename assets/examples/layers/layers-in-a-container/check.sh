#!/bin/sh
# Say what is still missing of the exercise; needs nothing but docker.
missing=0
if ! docker image inspect lean:1 >/dev/null 2>&1; then
  echo "missing: the image lean:1 (build it from the Dockerfile of the exercise)"
  exit 1
fi
echo "ok: lean:1 is built"
if [ "$(docker container inspect --format '{{.State.Running}}' lean 2>/dev/null)" != true ]; then
  echo "missing: a running container named lean (docker container run --detach --name lean ...)"
  exit 1
fi
echo "ok: lean is running"
if [ "$(docker container inspect --format '{{.Image}}' lean)" = "$(docker image inspect --format '{{.Id}}' lean:1)" ]; then
  echo "ok: lean comes from lean:1"
else
  echo "missing: lean should come from lean:1 (remove it and start it again)"
  missing=1
fi
tries=0
while [ "$(docker container exec lean tail -n 1 /log/app.log 2>/dev/null)" != started ] && [ $tries -lt 5 ]; do
  tries=$((tries + 1))
  sleep 1
done
if [ $tries -lt 5 ]; then
  echo "ok: its line is in /log/app.log"
else
  echo "missing: the line 'started' at the end of /log/app.log (leave the image's command as it is)"
  missing=1
fi
if [ "$(docker container exec lean sh -c 'wc -c < /log/app.log')" -gt 5000000 ]; then
  echo "ok: the old 5 MB of the log are still there"
else
  echo "missing: the old content of the log (a volume, which Docker fills, and no folder of yours)"
  missing=1
fi
bytes=$(docker container inspect --size --format '{{.SizeRw}}' lean)
if [ "$bytes" -lt 100000 ]; then
  echo "ok: the writable layer has $bytes bytes"
else
  echo "missing: the writable layer has $bytes bytes (keep /log out of it)"
  missing=1
fi
exit $missing
