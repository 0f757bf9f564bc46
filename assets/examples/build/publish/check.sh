#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; only reads, from the registry at localhost:5017.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

repository=localhost:5017/team/quote
digest() { docker buildx imagetools inspect --format "{{print .Manifest.Digest}}" "$1" 2>/dev/null; }

if ! docker run --quiet --rm --network container:registry busybox wget -q -O /dev/null http://localhost:5000/v2/ 2>/dev/null; then
  echo "missing: a registry (docker run --detach --name registry --publish 127.0.0.1:5017:5000 registry:3)"
  exit 1
fi
ok "the registry answers"

for tag in 1.0 1.1; do
  platforms=$(docker buildx imagetools inspect --format "{{range .Manifest.Manifests}}{{.Platform.OS}}/{{.Platform.Architecture}} {{end}}" $repository:$tag 2>/dev/null)
  case $platforms in
    *linux/amd64*linux/arm64* | *linux/arm64*linux/amd64*) ok "$tag is there, for both platforms" ;;
    "") miss "$tag is not in the registry, or is no index (docker build --platform … --push --tag $repository:$tag .)" ;;
    *) miss "$tag is not for both platforms (--platform linux/amd64,linux/arm64), but for: $platforms" ;;
  esac
done

old=$(digest $repository:1.0)
new=$(digest $repository:1.1)
if [ -n "$old" ] && [ -n "$new" ] && [ "$old" != "$new" ]; then
  ok "1.0 and 1.1 are two images"
else
  miss "1.0 and 1.1 should be two images (change motto.txt between the builds)"
fi
if [ -n "$old" ] && [ "$(digest $repository:latest)" = "$old" ]; then
  ok "latest is 1.0"
else
  miss "latest is not 1.0 (docker buildx imagetools create --tag $repository:latest …)"
fi
if [ -n "$new" ] && [ "$(tr -d '\r\n ' < pinned.txt 2>/dev/null)" = "$repository@$new" ]; then
  ok "pinned.txt names 1.1 by its digest"
else
  miss "pinned.txt does not name 1.1 by its digest ($repository@sha256:…)"
fi

exit $missing
