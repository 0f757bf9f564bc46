#!/bin/sh
# Checks the exercise of "Set up and check your engine". Run it in your folder: sh check.sh
export MSYS_NO_PATHCONV=1 # Git Bash on Windows would rewrite paths of containers
missing=0
ok() { printf 'ok: %s\n' "$1"; }
missing() { printf 'missing: %s (%s)\n' "$1" "$2"; missing=1; }

if docker version >/dev/null 2>&1; then
    ok "an engine answers"
else
    missing "an engine answers" "start Docker, then look at what 'docker version' says"
    exit 1
fi

if docker compose version >/dev/null 2>&1; then
    ok "Docker Compose is installed"
else
    missing "Docker Compose is installed" "install the plugin docker-compose"
fi

if docker buildx version >/dev/null 2>&1; then
    ok "Buildx is installed"
else
    missing "Buildx is installed" "install the plugin docker-buildx"
fi

if [ ! -f kernel.txt ]; then
    missing "kernel.txt exists" "write the two lines into it, in this folder"
    exit 1
fi
first=$(sed -n 1p kernel.txt | tr -d '\r')
second=$(sed -n 2p kernel.txt | tr -d '\r ')

seen=$(docker info --format '{{.KernelVersion}}')
if [ "$first" = "$seen" ]; then
    ok "line 1 is the kernel that containers see"
else
    missing "line 1 is the kernel that containers see" "it says '$first'; ask 'uname -r' inside a container"
fi

# A kernel is the computer's own only where engine and shell report the same one,
# and WSL's kernel is a virtual machine's even for a shell inside WSL.
answer=vm
if [ "$(uname -s)" = Linux ] && [ "$(uname -r)" = "$seen" ]; then
    case $seen in
    *microsoft*) ;;
    *) answer=mine ;;
    esac
fi
if [ "$second" = "$answer" ]; then
    ok "line 2 says whose kernel it is: $answer"
else
    missing "line 2 says whose kernel it is" "it says '$second'; compare with 'uname -r' outside of containers"
fi

exit "$missing"
