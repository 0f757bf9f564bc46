#!/bin/sh
# Builds the image of a commit once, tests what was built, and names it.
# Usage: sh ci.sh <REPOSITORY>. Writes the image's name by digest into image.txt.
set -eu
repository=$1
commit=$(git rev-parse HEAD)

# 1. Check the recipe, and run the tests of the stage "test".
docker buildx build --check app
docker buildx build --target test --output type=cacheonly app

# 2. Build, say where it comes from, and push, all in one go.
docker buildx build app --push --tag "$repository:$commit" \
  --label org.opencontainers.image.title=shelf \
  --label org.opencontainers.image.source=https://example.com/team/shelf \
  --label org.opencontainers.image.revision="$commit" \
  --provenance mode=max,version=v1
image=$repository@$(docker buildx imagetools inspect --format '{{print .Manifest.Digest}}' "$repository:$commit")

# 3. Test what was pushed: does it start, and get ready?
trap 'docker rm --force --volumes candidate' EXIT
docker run --detach --name candidate "$image"
ready=no
for _ in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  docker exec candidate python -c "import urllib.request as u; u.urlopen('http://localhost:8000/ready')" && ready=yes && break
done
[ $ready = yes ]

# 4. Only now does it get the name that others look for.
docker buildx imagetools create --tag "$repository:main" "$image"
echo "$image" > image.txt
