#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0

if [ "$(docker inspect --format '{{.State.Running}}' careful 2>/dev/null)" != true ]; then
  echo "missing: careful is not running (docker run --detach --name careful …; docker logs careful says why it ended)"
  exit 1
fi
echo "ok: careful is running"

# expect TEMPLATE VALUE FULFILLED ADVICE
expect() {
  if [ "$(docker inspect --format "$1" careful)" = "$2" ]; then
    echo "ok: $3"
  else
    echo "missing: $3 ($4)"
    missing=1
  fi
}

expect '{{.HostConfig.Memory}}' 33554432 "it may use 32 MB" "--memory 32m"
expect '{{.HostConfig.NanoCpus}}' 500000000 "it may use half a processor" "--cpus 0.5"
expect '{{.HostConfig.ReadonlyRootfs}}' true "its files are read-only" "--read-only"
expect '{{.HostConfig.CapDrop}}' '[ALL]' "it has no capabilities" "--cap-drop ALL"

case $(docker inspect --format '{{.Config.User}}' careful) in
  1000 | 1000:*) echo "ok: it runs as user 1000" ;;
  *) echo "missing: it does not run as user 1000 (--user 1000:1000)"; missing=1 ;;
esac

seconds=0
while [ "$(docker inspect --format '{{with .State.Health}}{{.Status}}{{end}}' careful)" = starting ] && [ $seconds -lt 40 ]; do
  sleep 1
  seconds=$((seconds + 1))
done
expect '{{with .State.Health}}{{.Status}}{{end}}' healthy "it is healthy" "--health-cmd, and docker inspect careful shows what the check printed"

exit $missing
