#!/bin/sh
stop() {
  echo "goodbye"
  exit 0
}
trap stop TERM
echo "$GREETING, $1"
while true; do
  sleep 60 &
  wait $!
done
