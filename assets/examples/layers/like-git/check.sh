#!/bin/sh
# Say what is still missing of the exercise; needs nothing but docker.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }
id() { docker image inspect --format '{{.Id}}' "reading-list:$1" 2>/dev/null; }
books() { docker run --rm "reading-list:$1" cat /reading/books.txt 2>/dev/null | grep -c .; }

for tag in 1.0 latest next; do
  if [ -n "$(id $tag)" ]; then
    ok "reading-list:$tag exists"
  else
    miss "reading-list:$tag (build it, or give the name with docker image tag)"
  fi
done
if [ "$missing" = 0 ]; then
  if [ "$(id 1.0)" = "$(id latest)" ]; then
    ok "1.0 and latest are the same image"
  else
    miss "1.0 and latest differ (move latest back with docker image tag)"
  fi
  if [ "$(books 1.0)" = 2 ]; then
    ok "1.0 has two books"
  else
    miss "1.0 should have the two books of the start (name it before you build again)"
  fi
  if [ "$(books next)" = 3 ]; then
    ok "next has three books"
  else
    miss "next should have a third book (add one to books.txt and build)"
  fi
fi
exit $missing
