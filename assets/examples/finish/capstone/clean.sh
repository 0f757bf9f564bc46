#!/bin/sh
docker compose down --volumes
docker image rm --force localhost:5017/capstone/api:1.0 localhost:5017/capstone/web:1.0
docker rm --force --volumes registry
