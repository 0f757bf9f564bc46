#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; stops and starts web-1 and web-2.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

for name in web-1 web-2 front; do
  if [ "$(docker inspect --format '{{.State.Running}}' "$name" 2>/dev/null)" = true ]; then
    ok "$name is running"
  else
    miss "$name is not running (docker run --detach --name $name --network exercise-net …)"
  fi
done
[ $missing = 0 ] || exit 1

if [ "$(docker port front 80/tcp 2>/dev/null)" = "127.0.0.1:8090" ]; then
  ok "front is published on 127.0.0.1:8090"
else
  miss "front is not published on 127.0.0.1:8090 (--publish 127.0.0.1:8090:80)"
fi
for name in web-1 web-2; do
  [ -z "$(docker port "$name")" ] || miss "$name publishes a port (only front should)"
done

answers() {
  docker run --quiet --rm --network container:front busybox wget -q -T 10 -O /dev/null http://127.0.0.1/ 2>/dev/null
}

for name in web-1 web-2; do
  docker stop "$name" >/dev/null
  # nginx leaves a server out for ten seconds after a failure: the other one may have had its own.
  if answers || { sleep 11 && answers; }; then
    ok "it answers without $name"
  else
    miss "it does not answer without $name (is the other one in the upstream? docker exec front nginx -s reload)"
  fi
  docker start "$name" >/dev/null
done

exit $missing
