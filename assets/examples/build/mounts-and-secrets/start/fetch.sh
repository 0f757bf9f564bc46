#!/bin/sh
# Fetches from the storeroom, for whoever has its key: in TOKEN, or in the file /run/secrets/token.
[ -n "$TOKEN" ] || TOKEN=$(tr -d '\r' 2>/dev/null < /run/secrets/token)
if [ "$(printf %s "$TOKEN" | sha256sum | cut -c 1-8)" != 07cddcbd ]; then
  echo "the storeroom stays closed: wrong or missing token" >&2
  exit 1
fi
echo "flour water salt" > fetched.txt
