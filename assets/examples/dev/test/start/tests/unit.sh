#!/bin/sh
# Tests fine.sh alone.
[ "$(sh fine.sh 3)" = 60 ] || { echo "three days should cost 60"; exit 1; }
[ "$(sh fine.sh 99)" = 500 ] || { echo "99 days should cost 500"; exit 1; }
echo "unit: ok"
