#!/bin/sh
# Say what is still missing of the exercise; needs nothing but docker.
missing=0
if ! docker image inspect diet:1 >/dev/null 2>&1; then
  echo "missing: the image diet:1 (docker build --tag diet:1 .)"
  exit 1
fi
echo "ok: diet:1 is built"
inside() { docker run --rm diet:1 stat -c "$1" "$2" 2>/dev/null; }
if [ "$(inside %s /app/model.bin)" = 10000000 ]; then
  echo "ok: /app/model.bin has its 10 MB"
else
  echo "missing: /app/model.bin with 10,000,000 bytes"
  missing=1
fi
if [ -n "$(inside %s /app/report.txt)" ]; then
  echo "ok: /app/report.txt is there"
else
  echo "missing: /app/report.txt"
  missing=1
fi
if [ "$(inside %u:%g /app/model.bin)$(inside %u:%g /app/report.txt)" = 1000:10001000:1000 ]; then
  echo "ok: both are owned by 1000:1000"
else
  echo "missing: both files owned by 1000:1000 (chown in the step that makes them, or COPY --chown)"
  missing=1
fi
bytes=0
for size in $(docker image history --human=false --format '{{.Size}}' diet:1); do
  bytes=$((bytes + size))
done
if [ $bytes -lt 16000000 ]; then
  echo "ok: the steps add up to $bytes bytes"
else
  echo "missing: the steps add up to $bytes bytes (look for the large ones: docker image history diet:1)"
  missing=1
fi
exit $missing
