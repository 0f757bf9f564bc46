#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if docker network inspect library >/dev/null 2>&1; then
  ok "there is a network library"
else
  miss "there is no network library (docker network create library)"
fi

for name in catalog reader; do
  if [ "$(docker inspect --format '{{.State.Running}}' "$name" 2>/dev/null)" != true ]; then
    miss "$name is not running (docker run --detach --name $name --network library …)"
  elif [ -z "$(docker inspect --format '{{with index .NetworkSettings.Networks "library"}}yes{{end}}' "$name")" ]; then
    miss "$name is not on the network library (docker network connect library $name)"
  else
    ok "$name is on the network library"
  fi
done

if [ -n "$(docker port catalog 2>/dev/null)" ]; then
  miss "catalog publishes a port (start it again without --publish)"
fi

if docker exec reader wget -q -T 5 -O /dev/null http://catalog 2>/dev/null; then
  ok "the reader reaches http://catalog"
else
  miss "the reader does not reach http://catalog (are both there, on one network?)"
fi

exit $missing
