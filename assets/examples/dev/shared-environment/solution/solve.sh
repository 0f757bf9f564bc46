#!/bin/sh
mv gitattributes .gitattributes
echo "REPORT_USER=$(id -u):$(id -g)" >.env
docker compose run --rm report
