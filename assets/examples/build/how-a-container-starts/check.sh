#!/bin/sh
# Says which requirements of the exercise are met. Usage: sh check.sh [FOLDER]. Needs docker.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
cd "${1:-.}" || exit 2
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

[ -f Dockerfile ] || { echo "missing: there is no Dockerfile here (sh check.sh start)"; exit 1; }
image=how-a-container-starts-check
trap 'docker image rm --force $image >/dev/null 2>&1' EXIT
if ! docker build --quiet --tag $image . >/dev/null 2>&1; then
  echo "missing: an image (docker build . fails, and says why)"
  exit 1
fi

# Starts a container with the given options and words, and says what it prints within a second.
says() {
  container=$(docker run --detach "$@" 2>/dev/null) || return
  sleep 1
  docker logs "$container" 2>&1
  docker rm --force "$container" >/dev/null
}

if [ "$(says $image)" = "Hello, reader" ]; then
  ok "it greets the reader by default"
else
  miss "docker run IMAGE should print 'Hello, reader' (what does CMD become under a shell-form ENTRYPOINT?)"
fi
if [ "$(says $image greeter.sh Ada)" = "Hello, Ada" ]; then
  ok "another command can be given"
else
  miss "docker run IMAGE greeter.sh Ada should print 'Hello, Ada' (a shell-form ENTRYPOINT drops it)"
fi
if [ "$(says --env GREETING=Ahoy $image)" = "Ahoy, reader" ]; then
  ok "the greeting can be set from outside"
else
  miss "with --env GREETING=Ahoy it should print 'Ahoy, reader' (give a default only where none is set)"
fi

container=$(docker run --detach $image 2>/dev/null)
sleep 1
docker stop --timeout 2 "$container" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
words=$(docker logs "$container" 2>&1)
docker rm --force "$container" >/dev/null
case $code$words in
  0*goodbye) ok "it says goodbye and stops within two seconds" ;;
  137*) miss "it is killed when it should stop (who is process 1: sh, the script, or the greeter?)" ;;
  *) miss "it should run until it is stopped, and then say goodbye" ;;
esac

if [ "$(docker image inspect --format '{{.Config.User}}' $image)" = 1000 ]; then
  ok "it runs as user 1000"
else
  miss "it should still run as user 1000"
fi
exit $missing
