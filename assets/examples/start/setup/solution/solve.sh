#!/bin/sh
# Writes kernel.txt: the kernel that a container sees, and whose it is.
set -eu
docker run --rm --quiet busybox uname -r > kernel.txt
if [ "$(uname -s)" = Linux ] && [ "$(uname -r)" = "$(sed -n 1p kernel.txt)" ]; then
    echo mine >> kernel.txt
else
    echo vm >> kernel.txt
fi
