#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if ! docker image inspect tiny:1 >/dev/null 2>&1; then
  echo "missing: the image tiny:1 (docker build --tag tiny:1 .)"
  exit 1
fi
ok "tiny:1 is built"

output=$(docker run --rm tiny:1 2>/dev/null)
for line in "user: shelf" "time zone: Asia/Tokyo" "certificates: found"; do
  if echo "$output" | grep -q "^$line$"; then
    ok "it says '$line'"
  else
    miss "it does not say '$line', but '$(echo "$output" | grep "^${line%%:*}:")'"
  fi
done

case $(docker image inspect --format '{{.Config.User}}' tiny:1) in
  "" | 0 | 0:* | root*) miss "it runs as root (USER with a number)" ;;
  [1-9]*) ok "it runs as a user with a number" ;;
  *) miss "its user is given by name, which a cluster can't check (USER with a number)" ;;
esac

if docker run --rm --entrypoint /bin/sh tiny:1 -c true >/dev/null 2>&1; then
  miss "it has a shell (start the last stage from scratch)"
else
  ok "it has no shell"
fi

bytes=0
for size in $(docker image history --human=false --format '{{.Size}}' tiny:1); do
  bytes=$((bytes + size))
done
if [ $bytes -lt 5000000 ]; then
  ok "its steps add up to $bytes bytes"
else
  miss "its steps add up to $bytes bytes, which is more than 5 MB (docker image history tiny:1)"
fi
exit $missing
