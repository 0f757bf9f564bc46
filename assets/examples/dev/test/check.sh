#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; brings the project "fines" up and
# down, and breaks fine.sh for a moment.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ ! -f fine.sh ] || [ ! -f compose.yaml ]; then
  echo "missing: there is no fine.sh with a compose.yaml here (go into the folder start)"
  exit 1
fi

cp fine.sh fine.before
finish() {
  mv fine.before fine.sh
  docker compose --profile tests down --volumes --rmi local >/dev/null 2>&1
  docker image rm --force fines-app >/dev/null 2>&1
}
trap finish EXIT
build() { docker build --quiet --output type=cacheonly "$@" . >/dev/null 2>&1; }
break_it() { echo 'echo 1' >fine.sh; }
mend_it() { cp fine.before fine.sh; }

if build --target test; then
  ok "there is a stage named test, and it builds"
  break_it
  if build --target test; then
    miss "the stage builds although fine.sh is wrong (RUN sh tests/unit.sh)"
  else
    ok "a wrong fine.sh breaks the stage"
  fi
  if build; then
    ok "the image itself builds without the tests"
  else
    miss "the image itself should not run the tests (end with the stage without them)"
  fi
  mend_it
else
  miss "docker build --target test fails (a stage named test)"
fi

docker compose build --quiet app >/dev/null 2>&1
if docker run --rm fines-app test -e tests >/dev/null 2>&1; then
  miss "the image has the folder tests (copy it in the stage test only)"
else
  ok "the image has no tests"
fi

if docker compose --profile tests config 2>/dev/null | grep -q 'condition: service_healthy'; then
  ok "the tests wait for a healthy database"
else
  miss "the tests do not wait for a healthy database (healthcheck, and depends_on with condition)"
fi
if docker compose run --build --rm tests >/dev/null 2>&1; then
  ok "docker compose run --rm tests succeeds"
else
  miss "docker compose run --rm tests fails (run it, and read)"
fi
docker compose --profile tests down --volumes >/dev/null 2>&1
if docker compose run --build --rm tests sh -c 'echo "echo 1" >/tmp/fine.sh; cd /tmp; sh /app/tests/database.sh' >/dev/null 2>&1; then
  miss "it succeeds although the fine is wrong"
else
  ok "it fails when the fine is wrong"
fi

exit $missing
