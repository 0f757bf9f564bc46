#!/bin/sh
set -e
export GREETING="Hello"
"$@"
