#!/bin/sh
# Say what is still missing of the exercise; needs nothing but docker.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ "$(docker container inspect --format '{{.State.Running}}' mess-web 2>/dev/null)" = true ]; then
  ok "mess-web is running"
else
  miss "mess-web is not running (start again with: docker compose up --detach)"
fi
if docker volume inspect mess-data >/dev/null 2>&1 &&
  [ "$(docker container run --rm --volume mess-data:/data:ro busybox cat /data/rows.txt 2>/dev/null)" = "the only copy" ]; then
  ok "mess-data has its file"
else
  miss "mess-data with its file (start again, and look at the labels before you prune)"
fi
if docker container inspect mess-worker >/dev/null 2>&1; then
  miss "mess-worker is still there (docker container prune, with a label filter)"
else
  ok "mess-worker is gone"
fi
if docker volume inspect mess-cache >/dev/null 2>&1; then
  miss "mess-cache is still there (docker volume prune --all, with label filters)"
else
  ok "mess-cache is gone"
fi
if docker image inspect mess-worker:1 >/dev/null 2>&1; then
  miss "mess-worker:1 is still there (docker image prune --all, with a label filter)"
else
  ok "mess-worker:1 is gone"
fi
exit $missing
