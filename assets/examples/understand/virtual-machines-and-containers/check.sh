#!/bin/sh
# Checks the exercise of "Virtual machines and containers". Run it in your folder: sh check.sh
export MSYS_NO_PATHCONV=1 # Git Bash on Windows would rewrite paths of containers
missing=0
ok() { printf 'ok: %s\n' "$1"; }
missing() { printf 'missing: %s (%s)\n' "$1" "$2"; missing=1; }
line() { [ -f numbers.txt ] && sed -n "$1p" numbers.txt | tr -d ' \r'; }

outside=$(docker container inspect --format '{{.State.Pid}}' two-numbers 2>/dev/null)
if [ "${outside:-0}" -gt 0 ]; then
    ok "two-numbers is running"
else
    missing "two-numbers is running" "start it: docker run --detach --name two-numbers busybox sleep 5555"
    exit 1
fi

if [ "$(line 1)" = "$(docker exec two-numbers pidof sleep)" ]; then
    ok "line 1 is the number inside: $(line 1)"
else
    missing "line 1 of numbers.txt is the number inside" "it is '$(line 1)'; run ps in the container"
fi

if [ "$(line 2)" = "$outside" ]; then
    ok "line 2 is the number outside: $(line 2)"
else
    missing "line 2 of numbers.txt is the number outside" "it is '$(line 2)'; run ps with --pid=host"
fi

exit "$missing"
