#!/bin/sh
# Works until it is asked to stop; then it finishes, and says so.
stop() {
  echo "asked to stop: finishing"
  exit 0
}
trap stop TERM
echo "started"
while true; do
  sleep 1 &
  wait $!
done
