#!/bin/sh
docker compose down --rmi local
