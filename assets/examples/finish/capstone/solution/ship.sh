#!/bin/sh
# Checks, tests, builds and pushes both images, and tells Compose their digests, in .env.
# Usage: sh ship.sh <VERSION>
set -eu
version=$1
repository=localhost:5017/capstone

docker build --check app
docker build --check web
docker build --target test --output type=cacheonly app

ship() { # ship <FOLDER> <NAME>: builds and pushes; prints the name by digest
  docker build --quiet --push --tag "$repository/$2:$version" \
    --label org.opencontainers.image.title="shelf $2" \
    --label org.opencontainers.image.version="$version" "$1" >&2
  echo "$repository/$2@$(docker buildx imagetools inspect --format '{{print .Manifest.Digest}}' "$repository/$2:$version")"
}
api=$(ship app api)
web=$(ship web web)
printf 'API_IMAGE=%s\nWEB_IMAGE=%s\n' "$api" "$web" > .env
