#!/bin/sh
# Looks for a text in every blob of the image in /image.tar, as it is and unpacked.
mkdir -p /tmp/image && cd /tmp/image && tar -xf /image.tar
found=no
for blob in blobs/sha256/*; do
  if (cat "$blob"; zcat "$blob" 2>/dev/null) | grep -q "$1"; then
    echo "found in $blob"
    found=yes
  fi
done
echo "found: $found"
