#!/bin/sh
# Prints its greeting and its token, and stays.
echo "$GREETING"
cat "$TOKEN_FILE"
exec sleep 600
