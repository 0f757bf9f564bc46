#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; only looks.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if docker image inspect tour-mine:1 >/dev/null 2>&1; then
  ok "the image tour-mine:1 is built"
else
  miss "there is no image tour-mine:1 (docker build --tag tour-mine:1 .)"
fi
if [ "$(docker inspect --format '{{.State.Running}} {{.Config.Image}}' tour-mine 2>/dev/null)" != "true tour-mine:1" ]; then
  echo "missing: the container tour-mine does not run from tour-mine:1 (docker run --detach --name tour-mine … tour-mine:1)"
  exit 1
fi
ok "the container tour-mine runs from it"
if [ "$(docker port tour-mine 80/tcp 2>/dev/null)" = "127.0.0.1:8090" ]; then
  ok "it is published on 127.0.0.1:8090"
else
  miss "it is not published on 127.0.0.1:8090 (--publish 127.0.0.1:8090:80)"
fi
if [ -z "$(docker inspect --format '{{range .Mounts}}{{.Destination}} {{end}}' tour-mine)" ]; then
  ok "nothing is mounted: the page comes from the image"
else
  miss "something is mounted (leave --mount out: the page should be in the image)"
fi
page=$(docker run --quiet --rm --network container:tour-mine busybox sh -c 'for i in 1 2 3 4 5; do wget -q -O - http://localhost && exit; sleep 1; done' 2>/dev/null)
case $page in
  *"This page is mine"*) ok "it serves your page" ;;
  *) miss "its page does not say \"This page is mine\" (change index.html, then build, remove the container, and run again)" ;;
esac

exit $missing
