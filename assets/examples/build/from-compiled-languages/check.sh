#!/bin/sh
# Say what is still missing of the exercise; needs nothing but docker.
missing=0
if ! docker image inspect quote:1 >/dev/null 2>&1; then
  echo "missing: the image quote:1 (docker build --tag quote:1 .)"
  exit 1
fi
echo "ok: quote:1 is built"
if [ "$(docker run --rm quote:1 1 2>/dev/null)" = "A shelf is never full, only unsorted." ]; then
  echo "ok: it prints the quote that it is asked for"
else
  echo "missing: docker run --rm quote:1 1 has to print a quote (which file is not there, the loader or /quotes.txt?)"
  missing=1
fi
case $(docker image inspect --format '{{.Config.User}}' quote:1) in
  0 | 0:*)
    echo "missing: a user other than root (USER 10001:10001)"
    missing=1
    ;;
  [1-9]*) echo "ok: it runs as a user with a number" ;;
  *)
    echo "missing: a user that is a number, since an empty image knows no names (USER 10001:10001)"
    missing=1
    ;;
esac
bytes=0
for size in $(docker image history --human=false --format '{{.Size}}' quote:1); do
  bytes=$((bytes + size))
done
if [ $bytes -lt 2000000 ]; then
  echo "ok: the layers add up to $bytes bytes"
else
  echo "missing: less than 2000000 bytes in the layers: they add up to $bytes (which stage comes last?)"
  missing=1
fi
if docker run --rm --entrypoint /bin/sh quote:1 -c true >/dev/null 2>&1; then
  echo "missing: an image without a shell (FROM scratch)"
  missing=1
else
  echo "ok: there is no shell in it"
fi
exit $missing
