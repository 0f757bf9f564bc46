#!/bin/sh
docker rm --force front web-1 web-2
docker network rm exercise-net
