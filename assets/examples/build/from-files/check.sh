#!/bin/sh
# Says which requirements of the exercise are met. Usage: sh check.sh [FOLDER]. Needs docker.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
cd "${1:-.}" || exit 2
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ -f .dockerignore ]; then
  ok "there is a .dockerignore"
else
  miss "there is no .dockerignore here (sh check.sh start)"
fi

# The folder as it is, and what somebody may add to it tomorrow.
later=$(mktemp -d) || exit 2
trap 'rm -rf "$later"; docker image rm --force from-files-check >/dev/null 2>&1' EXIT
cp -R . "$later"
echo later >"$later/chapters/four.html"
echo later >"$later/index.draft.html"
echo later >"$later/plan.txt"
echo later >"$later/covers/back.html"
if ! docker build --quiet --tag from-files-check "$later" >/dev/null 2>&1; then
  echo "missing: an image (docker build . fails, and says why)"
  exit 1
fi
inside=$(docker run --rm from-files-check)

for file in index.html LICENSE.txt chapters/one.html chapters/two.html chapters/four.html; do
  if echo "$inside" | grep -qx "/book/$file"; then
    ok "$file is in the image"
  else
    miss "$file should be in the image (an exception begins with !, and stands after the rule)"
  fi
done
for file in chapters/three.draft.html index.draft.html covers/front.html covers/back.html \
  README.txt password.txt plan.txt Dockerfile .dockerignore; do
  if echo "$inside" | grep -qx "/book/$file"; then
    miss "$file should not be in the image (name it, or what it has in common with others)"
  else
    ok "$file is not in the image"
  fi
done
exit $missing
