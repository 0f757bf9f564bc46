#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ "$(docker inspect --format '{{.State.Running}}' greeter 2>/dev/null)" != true ]; then
  echo "missing: greeter is not running (docker run --detach --name greeter …; docker logs greeter says why it ended)"
  exit 1
fi
ok "greeter is running"

if docker logs greeter 2>&1 | grep -q '^good morning$'; then
  ok "it says good morning"
else
  miss "it does not say good morning (override GREETING with --env)"
fi

if docker logs greeter 2>&1 | grep -q '^open-sesame$'; then
  ok "it reads the token"
else
  miss "it does not print the token (mount token.txt at /run/secrets/token)"
fi

if docker inspect greeter | grep -q open-sesame; then
  miss "docker inspect shows the token (pass the file, not its content)"
else
  ok "docker inspect does not show the token"
fi

if [ "$(docker inspect --format '{{range .Mounts}}{{if eq .Destination "/run/secrets/token"}}{{.RW}}{{end}}{{end}}' greeter)" = false ]; then
  ok "the token is mounted read-only"
else
  miss "the token is not mounted read-only (add ,readonly to --mount)"
fi

exit $missing
