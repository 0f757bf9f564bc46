#!/bin/sh
# Checks the exercise of "Architecture". Run it in your folder: sh check.sh
export MSYS_NO_PATHCONV=1 # Git Bash on Windows would rewrite paths of containers
missing=0
ok() { printf 'ok: %s\n' "$1"; }
missing() { printf 'missing: %s (%s)\n' "$1" "$2"; missing=1; }
line() { [ -f chain.txt ] && sed -n "$1p" chain.txt | tr -d ' \r'; }
on_machine() { docker run --quiet --rm --pid=host busybox "$@" 2>/dev/null; }

process=$(docker container inspect --format '{{.State.Pid}}' orphan 2>/dev/null)
if [ "${process:-0}" -gt 0 ]; then
    ok "orphan is running"
else
    missing "orphan is running" "start it: docker run --detach --name orphan busybox sleep 7777"
    exit 1
fi
# `docker restart` leaves its trace: the container ended once and started again later.
if [ "$(docker container inspect --format '{{.State.FinishedAt}}' orphan)" != 0001-01-01T00:00:00Z ]; then
    ok "orphan has been restarted"
else
    missing "orphan has been restarted" "run: docker restart --timeout 0 orphan"
fi

parent=$(on_machine awk '{print $4}' "/proc/$process/stat")
name=$(on_machine cat "/proc/$parent/comm")
expect() {
    if [ "$(line "$1")" = "$3" ]; then
        ok "line $1 is $2: $3"
    else
        missing "line $1 of chain.txt is $2" "it is '$(line "$1")'; look at the process list of the machine again"
    fi
}
expect 1 "the number of the process" "$process"
expect 2 "the number of its parent" "$parent"
expect 3 "the name of its parent" "$name"

exit "$missing"
