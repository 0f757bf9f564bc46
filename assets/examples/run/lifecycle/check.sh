#!/bin/sh
# Says which requirements of the exercise are met. Usage: sh check.sh [FOLDER]. Needs docker.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
cd "${1:-.}" || exit 2
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

[ -f server.sh ] || { echo "missing: there is no server.sh here (sh check.sh start)"; exit 1; }

container=$(docker create busybox sh /server.sh) || exit 2
trap 'docker rm --force "$container" >/dev/null' EXIT
docker cp --quiet server.sh "$container:/server.sh"
docker start "$container" >/dev/null
sleep 1

if [ "$(docker inspect --format '{{.State.Running}}' "$container")" = true ]; then
  ok "the server runs"
else
  miss "the server ended by itself (sh server.sh must go on until it is asked to stop)"
fi

docker stop --timeout 2 "$container" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
case $code in
  0) ok "it stops within two seconds, with the exit code 0" ;;
  137) miss "it did not listen and was killed (trap the signal TERM)" ;;
  *) miss "it stopped with the exit code $code (end the trap with exit 0)" ;;
esac

if docker logs "$container" 2>&1 | grep -q goodbye; then
  ok "it says goodbye"
else
  miss "it does not print goodbye (print it in the trap)"
fi

exit $missing
