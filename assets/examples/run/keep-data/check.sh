#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; changes nothing.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if docker volume inspect library-data >/dev/null 2>&1; then
  ok "there is a volume library-data"
else
  miss "there is no volume library-data (the first container that mounts it makes it)"
fi

if [ "$(docker inspect --format '{{.State.Running}}' desk 2>/dev/null)" != true ]; then
  echo "missing: desk is not running (docker run --detach --name desk …)"
  exit 1
fi
ok "desk is running"

mount=$(docker inspect --format '{{range .Mounts}}{{if eq .Destination "/library"}}{{.Type}} {{.Name}} {{.RW}}{{end}}{{end}}' desk)
case $mount in
  "volume library-data false") ok "desk has the volume at /library, read-only" ;;
  "volume library-data true") miss "desk could change the library (add ,readonly to --mount)" ;;
  *) miss "desk does not have the volume library-data at /library (target=/library)" ;;
esac

if [ "$(docker exec desk sh -c 'wc -l < /library/books.txt' 2>/dev/null)" = 3 ]; then
  ok "the three books are there"
else
  miss "the three books of library.tar are not in /library/books.txt (unpack the archive with tar -xf … -C /data)"
fi

exit $missing
