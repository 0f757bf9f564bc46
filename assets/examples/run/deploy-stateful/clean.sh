#!/bin/sh
docker rm --force archive
docker volume rm archive-data
