#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; brings the project "counter" up and down.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ ! -f compose.yaml ]; then
  echo "missing: there is no compose.yaml here (go into the folder start)"
  exit 1
fi
if ! docker compose config --quiet; then
  echo "missing: Compose can't read compose.yaml (its message is above)"
  exit 1
fi

if docker compose config | grep -q 'condition: service_healthy'; then
  ok "the page waits until the store is healthy"
else
  miss "the page does not wait until the store is healthy (depends_on with condition: service_healthy)"
fi
if docker compose config | grep -q 'host_ip: 127.0.0.1'; then
  ok "the port is open to this machine only"
else
  miss "the port is open to the whole network (127.0.0.1: in front of it)"
fi
if PAGE_PORT=18091 docker compose config | grep -q 'published: "18091"'; then
  ok "PAGE_PORT changes the port"
else
  miss "PAGE_PORT does not change the port (\${PAGE_PORT:-8091})"
fi
if docker compose config --no-interpolate | grep -q '8091'; then
  ok "without PAGE_PORT, it is 8091"
else
  miss "without PAGE_PORT, the port should be 8091"
fi

trap 'docker compose down --volumes >/dev/null 2>&1' EXIT
export PAGE_PORT=18091
if docker compose up --detach --wait >/dev/null 2>&1; then
  ok "it comes up"
  docker compose exec -T store redis-cli incr visits >/dev/null
  docker compose rm --stop --force --volumes >/dev/null 2>&1 # volumes without a name only
  docker compose down >/dev/null 2>&1
  docker compose up --detach --wait >/dev/null 2>&1
  if [ "$(docker compose exec -T store redis-cli get visits)" = 1 ]; then
    ok "the count survives docker compose down"
  else
    miss "the count is lost with docker compose down (a named volume at /data)"
  fi
else
  miss "it does not come up (docker compose up, and read)"
fi

exit $missing
