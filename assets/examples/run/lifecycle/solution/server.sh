#!/bin/sh
stop() {
  echo "goodbye"
  exit 0
}
trap stop TERM
echo "started"
while true; do
  sleep 60 &
  wait $!
done
