#!/bin/sh
docker inspect registry > /dev/null 2>&1 || docker run --detach --name registry --publish 127.0.0.1:5017:5000 registry:3
# --8<-- [start:answer]
docker build --platform linux/amd64,linux/arm64 --push --tag localhost:5017/team/quote:1.0 .
echo "A stitch in time saves nine." > motto.txt
docker build --platform linux/amd64,linux/arm64 --push --tag localhost:5017/team/quote:1.1 --tag localhost:5017/team/quote:latest .
docker buildx imagetools create --tag localhost:5017/team/quote:latest localhost:5017/team/quote:1.0
digest=$(docker buildx imagetools inspect --format "{{print .Manifest.Digest}}" localhost:5017/team/quote:1.1)
echo "localhost:5017/team/quote@$digest" > pinned.txt
# --8<-- [end:answer]
