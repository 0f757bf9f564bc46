#!/bin/sh
# Says what is still missing of the exercise; needs nothing but docker, and only reads.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }
layers() { docker image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "twins:$1" 2>/dev/null | grep .; }
top() { layers "$1" | tail -n 1; }
note() { # the note in an image that may have no program
  made=$(docker create --pull never "twins:$1" true 2>/dev/null) || return
  docker cp "$made:/note.txt" - 2>/dev/null | tar -xOf - 2>/dev/null
  docker rm "$made" >/dev/null
}

for tag in one two three; do
  if [ -n "$(layers $tag)" ]; then
    ok "twins:$tag exists"
  else
    miss "twins:$tag (docker build --tag twins:$tag …)"
  fi
done
if [ "$missing" = 0 ]; then
  if [ "$(note one)" = "$(cat note.txt)" ] && [ "$(note two)" = "$(note one)" ] && [ "$(note three)" = "$(note one)" ]; then
    ok "all three have the note"
  else
    miss "all three should have note.txt as /note.txt, unchanged"
  fi
  if [ "$(layers one | wc -l)" -gt "$(layers two | wc -l)" ] && [ "$(layers two | wc -l)" -eq 1 ]; then
    ok "one has a base, and two has none"
  else
    miss "twins:one should stand on busybox, and twins:two on scratch (FROM)"
  fi
  if [ "$(top one)" = "$(top two)" ]; then
    ok "one and two share the layer with the note"
  else
    miss "the layer with the note differs in one and two (the same COPY, in the same Dockerfile)"
  fi
  if [ "$(top three)" != "$(top one)" ] && [ "$(layers three | head -n 1)" = "$(layers one | head -n 1)" ]; then
    ok "three has the same base as one, and another layer with the note"
  else
    miss "twins:three should have the base of twins:one, and its note in another layer (think of break 1)"
  fi
fi
exit $missing
