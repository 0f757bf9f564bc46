#!/bin/sh
# Says which requirements of the exercise are met. Needs docker and curl; changes nothing.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ ! -f compose.yaml ] || [ ! -f .vscode/launch.json ]; then
  echo "missing: there is no compose.yaml with a folder .vscode here (go into the folder start)"
  exit 1
fi

if docker compose config 2>/dev/null | grep -q 'host_ip: 127.0.0.1'; then
  ok "compose.yaml publishes the debugger's port to this machine only"
else
  miss "compose.yaml publishes the debugger's port to the whole network (127.0.0.1: in front of it)"
fi

address=$(docker compose port worker 9229 2>/dev/null)
case $address in
127.0.0.1:*) ok "the running container does so, too" ;;
'') miss "no worker is running (docker compose up --build --detach)" ;;
*) miss "the running container still publishes on $address (docker compose up --detach once more)" ;;
esac

file=$(curl --silent "http://${address:-127.0.0.1:1}/json/list" | sed -n 's/.*"url": "file:\/\/\(.*\)\/worker.js".*/\1/p')
if [ -n "$file" ] && grep -q "\"remoteRoot\": \"$file\"" .vscode/launch.json; then
  ok "launch.json knows where the source is in the container"
else
  miss "launch.json has another remoteRoot than the container (docker compose exec worker pwd)"
fi

if [ "$(cat answer.txt 2>/dev/null | tr -d "\r\n" | cksum)" = "1678013984 11" ]; then
  ok "answer.txt has the title"
else
  miss "answer.txt does not have the title whose price is NaN (stop at the line with return, and look)"
fi

exit $missing
