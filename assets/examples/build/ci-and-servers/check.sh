#!/bin/sh
# Says what is still missing of the exercise: reads what Bake would do, and builds nothing.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }
plan() { env "$@" docker buildx bake --print 2>/dev/null | tr -d ' \n'; }

if [ ! -f docker-bake.hcl ]; then
  echo "missing: docker-bake.hcl (write it beside the Dockerfiles)"
  exit 1
fi
unset VERSION
plan=$(plan)
if [ -z "$plan" ]; then
  echo "missing: a file that Bake understands (docker buildx bake --print tells what is wrong)"
  exit 1
fi
ok "Bake understands the file"

case $plan in
  *'"default":{"targets":["parcel","scale"]}'* | *'"default":{"targets":["scale","parcel"]}'*) ok "the group default has both targets" ;;
  *) miss "the group default should have the targets parcel and scale, and no other" ;;
esac
for name in parcel scale; do
  target=$(printf '%s' "$plan" | sed "s/.*\"$name\":{/{/; s/}.*//")
  case $target in
    *'"context":"."'*"\"dockerfile\":\"$name.Dockerfile\""*) ok "$name takes its Dockerfile and this folder" ;;
    *) miss "the target $name should have context \".\" and dockerfile \"$name.Dockerfile\"" ;;
  esac
  case $target in
    *"\"tags\":[\"localhost:5017/team/$name:dev\"]"*) ok "$name is named, with dev for a version" ;;
    *) miss "the tag of $name should be localhost:5017/team/$name:dev, where VERSION is not set" ;;
  esac
  case $(plan VERSION=7) in
    *"\"localhost:5017/team/$name:7\""*) ok "VERSION=7 gives $name the version 7" ;;
    *) miss "VERSION=7 docker buildx bake --print should name $name localhost:5017/team/$name:7" ;;
  esac
done
exit $missing
