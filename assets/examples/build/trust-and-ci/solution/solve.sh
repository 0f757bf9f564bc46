#!/bin/sh
docker inspect registry > /dev/null 2>&1 || docker run --detach --name registry --publish 127.0.0.1:5017:5000 registry:3
# --8<-- [start:answer]
docker build --check .
docker build --push --tag localhost:5017/team/parcel:candidate --label org.opencontainers.image.title=parcel --label org.opencontainers.image.revision=r42 --provenance mode=max,version=v1 .
docker buildx imagetools inspect --format '{{range .Provenance.SLSA.buildDefinition.resolvedDependencies}}{{.digest.sha256}}{{end}}' localhost:5017/team/parcel:candidate > base.txt
docker buildx imagetools create --tag localhost:5017/team/parcel:production localhost:5017/team/parcel:candidate
# --8<-- [end:answer]
