#!/bin/sh
# Say what is still missing of the exercise; needs nothing but docker.
if ! wanted=$(docker run --rm vault:1 cut -c 1-64 /vault/key.sha256 2>/dev/null); then
  echo "missing: the image vault:1 (build it from the Dockerfile of the exercise)"
  exit 1
fi
echo "ok: vault:1 is built"
if [ ! -s key.txt ]; then
  echo "missing: key.txt (write the key that you found into it, in this folder)"
  exit 1
fi
key=$(tr -d '\r\n ' < key.txt)
found=$(echo "$key" | docker run --rm --interactive vault:1 sha256sum | cut -c 1-64)
if [ "$found" != "$wanted" ]; then
  echo "missing: the right key ($key is not it; was vault:1 built again after you looked?)"
  exit 1
fi
echo "ok: key.txt holds the key of the vault"
