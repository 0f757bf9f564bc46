#!/bin/sh
# --8<-- [start:answer]
start() {
  docker run --detach --name archive --mount type=volume,source=archive-data,target=/var/lib/postgresql/data --mount type=bind,source=./db_password.txt,target=/run/secrets/db_password,readonly --env POSTGRES_USER=shelf --env POSTGRES_PASSWORD_FILE=/run/secrets/db_password postgres:17
  until docker exec archive pg_isready --host 127.0.0.1 --username shelf; do sleep 1; done
}

start
docker cp books.dump archive:/tmp/books.dump
docker exec archive pg_restore --username shelf --dbname shelf /tmp/books.dump
docker stop archive
docker rm archive
start
# --8<-- [end:answer]
