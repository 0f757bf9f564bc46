#!/bin/sh
# Prints a suggestion now and then, until it is asked to stop.
stop() {
  echo "stopped"
  exit 0
}
trap stop TERM
while true; do
  jq --compact-output '{read: .[0]}' books.json
  sleep "${SECONDS_BETWEEN:-5}" &
  wait $!
done
