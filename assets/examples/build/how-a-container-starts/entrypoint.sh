#!/bin/sh
set -e
echo "process $$ prepares"
if [ "$1" = server ]; then
  set -- "$@" --port "${PORT:-8080}" # a setting becomes an option
fi
exec "$@"
