#!/bin/sh
docker rm --force desk
docker volume rm library-data
