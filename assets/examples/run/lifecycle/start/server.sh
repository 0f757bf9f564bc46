#!/bin/sh
echo "started"
while true; do
  sleep 60
done
