#!/bin/sh
set -e
export GREETING="${GREETING:-Hello}"
exec "$@"
