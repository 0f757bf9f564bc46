#!/bin/sh
# Checks the exercise of "Image and container". Run it: sh check.sh
export MSYS_NO_PATHCONV=1 # Git Bash on Windows would rewrite paths of containers
missing=0
ok() { printf 'ok: %s\n' "$1"; }
missing() { printf 'missing: %s (%s)\n' "$1" "$2"; missing=1; }
ask() { docker container inspect --format "$2" "$1" 2>/dev/null; }
# `docker cp` reads from the writable layer, and so from stopped containers, too.
note() { docker cp "$1:/note" - 2>/dev/null | tar -xOf - 2>/dev/null; }

for name in sibling-writer sibling-reader sibling-sleeper; do
    if [ -z "$(ask "$name" '{{.Id}}')" ]; then
        missing "$name exists" "make it with docker run or docker create, --name $name"
    elif [ "$(ask "$name" '{{.Config.Image}}')" != busybox ]; then
        missing "$name is made from busybox" "remove it, and make it again from busybox"
    else
        ok "$name is made from busybox"
    fi
done

if [ "$(ask sibling-writer '{{.State.Status}}')" = exited ]; then
    ok "sibling-writer is stopped"
else
    missing "sibling-writer is stopped" "let its program end, or use docker stop"
fi
if [ -n "$(note sibling-writer)" ]; then
    ok "sibling-writer has a note: $(note sibling-writer)"
else
    missing "sibling-writer has a note" "write a text into its file /note while it runs"
fi

if [ "$(ask sibling-reader '{{.State.Status}}')" = running ]; then
    ok "sibling-reader is running"
else
    missing "sibling-reader is running" "give it a program that takes its time, such as sleep 3600"
fi
if [ -n "$(ask sibling-reader '{{.Id}}')" ] && [ -z "$(note sibling-reader)" ]; then
    ok "sibling-reader has no note"
else
    missing "sibling-reader has no note" "make it, and write nothing into it"
fi

if [ "$(ask sibling-sleeper '{{.State.Status}}')" = created ]; then
    ok "sibling-sleeper has never been started"
else
    missing "sibling-sleeper has never been started" "use docker create, and leave it at that"
fi

exit "$missing"
