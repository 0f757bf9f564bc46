#!/bin/sh
# Says which requirements of the exercise are met. Needs docker and curl; brings the project "greet"
# up and down, and edits src/greeting.js for a moment.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ ! -f compose.yaml ] || [ ! -f src/greeting.js ]; then
  echo "missing: there is no compose.yaml with a folder src here (go into the folder start)"
  exit 1
fi
if ! docker compose config --quiet >/dev/null 2>&1; then
  echo "missing: Compose can't read compose.yaml (docker compose config --quiet says why)"
  exit 1
fi

cp src/greeting.js greeting.before
watch=
finish() {
  if [ -n "$watch" ]; then kill "$watch"; fi 2>/dev/null
  mv greeting.before src/greeting.js
  docker compose down --rmi local >/dev/null 2>&1
}
trap finish EXIT

answers() { # answers TEXT SECONDS: whether the page says so before the time is over
  seconds=0
  while [ "$seconds" -lt "$2" ]; do
    [ "$(curl --silent http://localhost:8121)" = "$1" ] && return 0
    sleep 1
    seconds=$((seconds + 1))
  done
  return 1
}

if ! docker compose up --build --detach >/dev/null 2>&1 || ! answers Hello 20; then
  echo "missing: the page does not come up on port 8121 (docker compose up --build, and read)"
  exit 1
fi
ok "it comes up"
first=$(docker compose ps --quiet web)

docker compose watch --no-up >/dev/null 2>&1 &
watch=$!
sleep 3
echo 'export const greeting = "Good morning";' >src/greeting.js
if answers "Good morning" 10; then
  ok "a saved file shows"
else
  miss "a saved file does not show within ten seconds (who starts the program again?)"
fi
if [ "$(docker compose ps --quiet web)" = "$first" ]; then
  ok "without a new container"
else
  miss "it took a new container (sync the folder src, do not rebuild for it)"
fi
if docker compose config | tr -d '\n' | grep -q 'path: [^ ]*package.json *action: rebuild'; then
  ok "a change of package.json builds a new image"
else
  miss "a change of package.json should build a new image (a second rule, with the action rebuild)"
fi

exit $missing
