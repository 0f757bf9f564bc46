#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ "$(docker inspect --format '{{.State.Running}}' mystery 2>/dev/null)" != true ]; then
  echo "missing: mystery is not running (in start/: sh break.sh)"
  exit 1
fi
ok "mystery is running"

sidecar() { docker run --quiet --rm --network container:mystery busybox "$@"; }

if [ "$(docker port mystery 8000/tcp 2>/dev/null)" = "127.0.0.1:8090" ]; then
  ok "port 8090 leads to the server's port"
else
  miss "port 8090 does not lead to the port that the server uses (what listens? what does docker port say?)"
fi

listens() { sidecar netstat -tln | grep -q '0\.0\.0\.0:8000'; }
if listens || { sleep 2 && listens; } || { sleep 5 && listens; }; then # it may have just started
  ok "the server listens to the outside"
else
  miss "the server does not listen on 0.0.0.0:8000 (look with netstat in a sidecar)"
fi

if [ "$(sidecar wget -q -O - http://127.0.0.1:8000/ 2>/dev/null)" = open ]; then
  ok "it says open"
else
  miss "it does not say open (where is the folder mounted, and which folder is served?)"
fi

exit $missing
