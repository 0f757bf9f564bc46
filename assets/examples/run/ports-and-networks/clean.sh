#!/bin/sh
docker rm --force catalog reader
docker network rm library
