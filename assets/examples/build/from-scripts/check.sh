#!/bin/sh
# Says which requirements of the exercise are met. Usage: sh check.sh [FOLDER]. Needs docker.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
cd "${1:-.}" || exit 2
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

[ -f Dockerfile ] || { echo "missing: there is no Dockerfile here (sh check.sh start)"; exit 1; }
image=from-scripts-check
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"; docker image rm --force $image $image:edited >/dev/null 2>&1' EXIT
cp -R . "$copy"
if ! docker build --quiet --tag $image . >/dev/null 2>&1; then
  echo "missing: an image (docker build . fails, and says why)"
  exit 1
fi

case $(docker image inspect --format '{{.Config.User}}' $image) in
  '' | root* | 0*) miss "it runs as root (make a user with useradd, and end with USER)" ;;
  *) ok "it does not run as root" ;;
esac

container=$(docker run --detach $image)
ask="import urllib.request; print(urllib.request.urlopen('http://localhost:8000/?check').read())"
answer=
for _ in 1 2 3 4 5 6 7 8 9 10; do
  answer=$(docker exec "$container" python -c "$ask" 2>/dev/null) && break
  sleep 1
done
if [ -n "$answer" ]; then
  ok "it answers at port 8000"
else
  miss "it does not answer at port 8000 (docker logs tells why)"
fi
sleep 1
if docker logs "$container" 2>&1 | grep -q "asked for"; then
  ok "its log shows the request at once"
else
  miss "its log does not show the request (Python keeps its output back: PYTHONUNBUFFERED)"
fi
docker stop --timeout 2 "$container" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
docker rm --force "$container" >/dev/null
if [ "$code" = 0 ]; then
  ok "it stops within two seconds, with the exit code 0"
else
  miss "it stopped with the exit code $code (exec form: CMD [\"gunicorn\", …])"
fi

layers() { docker image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$1"; }
echo "# edited" >>"$copy/suggest.py"
docker build --quiet --tag $image:edited "$copy" >/dev/null 2>&1
layers $image >"$copy/before"
if [ "$(layers $image:edited | grep -cvxFf "$copy/before")" = 1 ]; then
  ok "an edit of suggest.py changes one layer"
else
  miss "an edit of suggest.py installs the packages again (copy the list and install first)"
fi
rm "$copy/before"

sed 's/sha256:..../sha256:0000/' requirements.txt >"$copy/requirements.txt"
if docker build --quiet --tag $image:edited "$copy" >/dev/null 2>&1; then
  miss "it installs packages whose hash is not the one in requirements.txt (use that list)"
else
  ok "a package with another hash is refused"
fi
exit $missing
