#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; leaves only build cache behind.
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R . "$copy"
now=$(date +%s)-$$

build() { docker build --progress plain --output type=cacheonly "$@" "$copy" 2>&1; }
# Prints the steps whose text contains $1 and that the build on standard input carried out.
carried_out() {
  awk -v text="$1" '/^#[0-9]+ \[.*[0-9]\/[0-9]+\]/ && !/\] FROM / && index($0, text) { name[$1] = $0 }
    $2 == "DONE" && ($1 in name) { print name[$1] }'
}

if ! build >/dev/null; then
  echo "missing: a Dockerfile in this folder that can be built (docker build . says what is wrong)"
  exit 1
fi
ok "the image can be built"

if [ -n "$(build --build-arg VERSION="$now" | carried_out 'pip install')" ]; then
  miss "another VERSION installs everything again (where does its ARG stand?)"
else
  ok "another VERSION installs nothing again"
fi

if [ -n "$(build --build-arg VERSION="$now" | carried_out 'compileall')" ]; then
  miss "the same VERSION compiles again (build twice and compare)"
fi

if [ -n "$(build --build-arg VERSION="$now-2" | carried_out 'compileall')" ]; then
  miss "another VERSION compiles again (which step needs it, and which doesn't?)"
else
  ok "another VERSION compiles nothing again"
fi

echo "# $now" >> "$copy/shelf/__main__.py"
if [ -n "$(build | carried_out 'pip install')" ]; then
  miss "an edit of shelf/__main__.py installs everything again (copy requirements.txt alone, first)"
else
  ok "an edit of shelf/__main__.py installs nothing again"
fi

echo "$now" >> "$copy/notes.txt"
if [ -n "$(build | carried_out '')" ]; then
  miss "an edit of notes.txt repeats steps (the image doesn't need it: don't copy it)"
else
  ok "an edit of notes.txt repeats nothing"
fi

docker build --quiet --tag cache-exercise:check "$copy" >/dev/null 2>&1
if docker run --rm cache-exercise:check 2>/dev/null | grep -q '^shelf dev, 2 books$'; then
  ok "the image prints the books"
else
  miss "the image does not print the books, and 'shelf dev, 2 books' at the end"
fi
docker image rm cache-exercise:check >/dev/null 2>&1
exit $missing
