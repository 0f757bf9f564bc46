#!/bin/sh
docker network create library
docker run --detach --name catalog --network library nginx
docker run --detach --init --name reader --network library busybox sleep 600
