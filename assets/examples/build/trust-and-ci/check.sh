#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; only reads, from the registry at localhost:5017.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

image=localhost:5017/team/parcel
ask() { docker buildx imagetools inspect --format "$1" "$2" 2>/dev/null; }

if docker build --check . >/dev/null 2>&1; then
  ok "docker build --check is content"
else
  miss "docker build --check has something to say (run it, and read)"
fi

digest=$(ask '{{print .Manifest.Digest}}' $image:candidate)
if [ -z "$digest" ]; then
  echo "missing: $image:candidate (docker build --push --tag $image:candidate …, with the registry running)"
  exit 1
fi
ok "candidate is in the registry"

if [ "$(ask '{{index .Image.Config.Labels "org.opencontainers.image.title"}} {{index .Image.Config.Labels "org.opencontainers.image.revision"}}' $image:candidate)" = "parcel r42" ]; then
  ok "the labels say what it is, and its revision"
else
  miss "the labels org.opencontainers.image.title=parcel and org.opencontainers.image.revision=r42 (--label)"
fi

provenance=$(ask '{{json .Provenance.SLSA}}' $image:candidate)
case $provenance in
  *llbDefinition*) ok "the provenance has the mode max" ;;
  *) miss "the provenance does not have the mode max (--provenance mode=max,version=v1)" ;;
esac

base=$(tr -d '\r\n ' < base.txt 2>/dev/null)
case $provenance in
  *"\"sha256\": \"${base:-nothing}\""*) ok "base.txt holds the digest of the base image" ;;
  *) miss "base.txt does not hold the digest of the base image (resolvedDependencies, in the provenance)" ;;
esac

if [ "$(ask '{{print .Manifest.Digest}}' $image:production)" = "$digest" ]; then
  ok "production is what was tested"
else
  miss "production is not the candidate (docker buildx imagetools create --tag $image:production …)"
fi

exit $missing
