#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if ! docker image inspect sealed:1 >/dev/null 2>&1; then
  echo "missing: the image sealed:1 (docker build --secret … --tag sealed:1 .)"
  exit 1
fi
ok "sealed:1 is built"

if [ "$(docker run --rm sealed:1 2>/dev/null)" = "flour water salt" ]; then
  ok "it prints what was fetched"
else
  miss "it does not print 'flour water salt' (fetch.sh writes fetched.txt into the folder it runs in)"
fi

if docker history --no-trunc --format '{{.CreatedBy}}' sealed:1 | grep -q key-of-the-storeroom; then
  miss "its history shows the token (no ARG, no ENV: mount a secret)"
else
  ok "its history does not show the token"
fi

# Prints the paths of the blobs that contain $1, compressed or not.
blobs_with() {
  docker image save sealed:1 | docker run --quiet --rm --interactive --env TEXT="$1" busybox sh -c '
    mkdir /tmp/image && cd /tmp/image && tar -xf - && for blob in blobs/sha256/*; do
      if (cat "$blob"; zcat "$blob" 2>/dev/null) | grep -q "$TEXT"; then echo "$blob"; fi
    done'
}
if [ -n "$(blobs_with key-of-the-storeroom)" ]; then
  miss "the token is in the image's blobs (does a COPY take token.txt along?)"
else
  ok "the token is in none of its blobs"
fi
if [ -n "$(blobs_with 'the storeroom stays closed')" ]; then
  miss "fetch.sh is in the image's blobs (a bind mount is enough)"
else
  ok "fetch.sh is in none of its blobs"
fi
exit $missing
