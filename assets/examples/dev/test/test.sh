#!/bin/sh
# What CI runs: unit tests in the build, then the same tests with a real database.
set -e
compose="docker compose --file compose.yaml --file compose.test.yaml"
trap '$compose down --volumes --rmi local' EXIT
docker build --quiet --output type=cacheonly --target test app
$compose run --build --rm tests
