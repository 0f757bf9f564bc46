#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

for name in tick tock; do
  if [ "$(docker inspect --format '{{.State.Running}}' "$name" 2>/dev/null)" = true ]; then
    ok "$name is running"
  else
    miss "$name is not running (start it with docker run --detach --name $name …)"
    continue
  fi
  case "$(docker inspect --format '{{.Config.Image}}' "$name")" in
    busybox*) ok "$name comes from busybox" ;;
    *) miss "$name comes from another image (remove it: docker rm --force $name)" ;;
  esac
  sleep 1
  if [ "$(docker logs --tail 1 "$name" 2>&1)" = "$name" ]; then
    ok "$name prints '$name'"
  else
    miss "$name does not print '$name' (look at docker logs $name)"
  fi
done

if [ "$(docker inspect --format '{{.HostConfig.AutoRemove}}' tock 2>/dev/null)" = true ]; then
  ok "tock removes itself when it is stopped"
else
  miss "tock would stay behind when it is stopped (remove it, and start it with --rm)"
fi

exit $missing
