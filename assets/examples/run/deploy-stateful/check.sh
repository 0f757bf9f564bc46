#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ "$(docker inspect --format '{{.State.Running}}' archive 2>/dev/null)" != true ]; then
  echo "missing: archive is not running (docker run --detach --name archive … postgres:17)"
  exit 1
fi
ok "archive is running"

mount=$(docker inspect --format '{{range .Mounts}}{{if eq .Destination "/var/lib/postgresql/data"}}{{.Type}} {{.Name}}{{end}}{{end}}' archive)
if [ "$mount" = "volume archive-data" ]; then
  ok "its data is in the volume archive-data"
else
  miss "its data is not in the volume archive-data (mount it at /var/lib/postgresql/data)"
fi

if [ -z "$(docker port archive)" ]; then ok "it publishes no port"; else miss "it publishes a port (leave --publish out)"; fi

if docker inspect --format '{{json .Config.Env}}' archive | grep -q 'POSTGRES_PASSWORD='; then
  miss "the password is in the environment (use POSTGRES_PASSWORD_FILE)"
else
  ok "the password is not in the environment"
fi

books=$(docker exec archive psql --username shelf --tuples-only --no-align --command "select count(*) from books" 2>/dev/null)
if [ "$books" = 3 ]; then
  ok "the three books are there"
else
  miss "the three books of books.dump are not in the database shelf (pg_restore --username shelf --dbname shelf)"
fi

volume=$(docker volume inspect --format '{{.CreatedAt}}' archive-data 2>/dev/null)
container=$(docker inspect --format '{{.Created}}' archive)
if docker logs archive 2>&1 | grep -q 'initdb\|init process complete'; then
  miss "this is still the container that filled the volume $volume; replace it (remove it, and run the same line again; made: $container)"
else
  ok "the container was replaced, and the data stayed"
fi

exit $missing
