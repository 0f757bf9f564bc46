#!/bin/sh
# Checks the exercise of "What is Docker? The Docker platform". Run it: sh check.sh
registry=localhost:5017
export MSYS_NO_PATHCONV=1 # Git Bash on Windows would rewrite paths of containers
missing=0
ok() { printf 'ok: %s\n' "$1"; }
missing() { printf 'missing: %s (%s)\n' "$1" "$2"; missing=1; }
published() { docker manifest inspect --insecure "$registry/platform-note:$1" >/dev/null 2>&1; }

if [ "$(docker container inspect --format '{{.State.Running}}' platform-registry 2>/dev/null)" = true ]; then
    ok "the registry runs"
else
    missing "the registry runs" "start it: docker run --detach --name platform-registry --publish 127.0.0.1:5017:5000 registry:3"
    exit 1
fi

if docker image ls --format '{{.Repository}}' | grep -Eq '(^|/)platform-note$'; then
    missing "no local image is named platform-note" "docker image ls shows them, docker image rm removes them"
else
    ok "no local image is named platform-note"
fi

for edition in 1 2; do
    if published "$edition"; then
        ok "edition $edition is in the registry"
    else
        missing "edition $edition is in the registry" "build and push $registry/platform-note:$edition"
    fi
done

if published 2; then
    message=$(docker run --rm --quiet --pull always "$registry/platform-note:2")
    docker image rm --force "$registry/platform-note:2" >/dev/null
    if [ -n "$message" ] && [ "$message" != "Shipped with Docker." ]; then
        ok "edition 2 says something of your own: $message"
    else
        missing "edition 2 says something of your own" "it says '$message'; change the Dockerfile, build and push again"
    fi
fi

exit "$missing"
