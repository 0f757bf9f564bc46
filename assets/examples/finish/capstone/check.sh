#!/bin/sh
# Grades the capstone in twelve points, from the folder with compose.yaml. Needs docker.
# Brings the system up, writes a book, takes it down and up again, and leaves it running.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
point=0
passed=0
book=
grade() { # grade <what is right> <what to do> <function>
  point=$((point + 1))
  if $3 >/dev/null 2>&1; then
    passed=$((passed + 1))
    echo "ok: $point. $1"
  else
    echo "missing: $point. $2"
  fi
}

compose() { [ -f compose.yaml ] && docker compose "$@"; } # not that of a folder above
container() { compose ps --all --quiet "$1"; }
ask() { docker run --quiet --rm --network "container:$(container web)" busybox wget -q -O - "$@"; }
digest() { docker buildx imagetools inspect --format '{{print .Manifest.Digest}}' "$1"; }

pass_dockers_check() { docker build --check app && docker build --check web; }
pass_their_tests() {
  log=$(docker build --target test --no-cache-filter test --output type=cacheonly --progress plain app 2>&1) &&
    printf '%s\n' "$log" | grep -Eq 'Ran [1-9][0-9]* tests?'
}
are_understood() { [ -f compose.yaml ] && [ -z "$(compose config --quiet 2>&1)" ]; }
wait_for_health() {
  api=$(compose config | sed -n '/^  api:/,/^  [a-z]/p')
  [ "$(echo "$api" | grep -c 'condition: service_healthy')" -ge 2 ]
}
come_up() {
  compose up --detach --wait && for service in web api worker db broker; do
    [ "$(container $service)" ] || return 1
    for id in $(container $service); do
      [ "$(docker inspect --format '{{.State.Running}}' "$id")" = true ] || return 1
    done
  done
}
label_a_book() { # this one: others may have a label from an earlier run
  book=$(ask --post-data Persuasion http://127.0.0.1/api/books | sed -n 's/.*"id": *\([0-9][0-9]*\).*/\1/p')
  [ "$book" ] || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    ask "http://127.0.0.1/api/books/$book" | grep -q PER-010 && return
    sleep 1
  done
  return 1
}
keep_the_book() {
  [ "$book" ] && compose down && compose up --detach --wait && ask "http://127.0.0.1/api/books/$book" | grep -q title
}
publish_one_port() {
  web=$(container web)
  ports=$(docker port "$web") && [ "$ports" ] || return 1
  if echo "$ports" | grep -Evq '^80/tcp -> (127\.0\.0\.1|\[::1\]):'; then return 1; fi
  [ "$(echo "$ports" | sed 's/.*://' | sort -u | wc -l)" -eq 1 ] || return 1
  for id in $(compose ps --all --quiet); do
    [ "$id" = "$web" ] || [ -z "$(docker port "$id")" ] || return 1
  done
}
hide_the_password() {
  [ -s db_password.txt ] && [ -n "$(container db)" ] || return 1
  shown=$(compose ps --all --quiet | xargs docker inspect) || return 1
  if printf '%s\n' "$shown" | grep -Eq '"[A-Z_]*PASSWORD=|://[^/:]*:[^/@]*@'; then return 1; fi
  ! printf '%s\n' "$shown" | grep -qFe "$(tr -d '\r\n' < db_password.txt)"
}
need_no_root_and_no_tests() {
  [ "$(compose exec -T api id -u)" -gt 0 ] && [ "$(compose exec -T worker id -u)" -gt 0 ] &&
    [ -z "$(compose exec -T api find / -name test_shelf.py -not -path '/proc/*' 2>/dev/null)" ]
}
stop_when_asked() {
  compose stop api && codes=$(for id in $(container api); do docker inspect --format '{{.State.ExitCode}}' "$id"; done | sort -u)
  compose up --detach --wait
  [ "${codes:-}" = 0 ]
}
run_what_was_pushed() {
  for name in api web; do
    pushed=$(digest localhost:5017/capstone/$name:1.0) || return 1
    [ "$(container $name)" ] || return 1
    for id in $(container $name); do
      image=$(docker inspect --format '{{.Image}}' "$id") || return 1
      docker image inspect --format '{{join .RepoDigests " "}}' "$image" | grep -q "localhost:5017/capstone/$name@$pushed" || return 1
    done
  done
}

grade "Docker's own check is content with both Dockerfiles" \
  "docker build --check app, and web, should be content (write app/Dockerfile and web/Dockerfile)" pass_dockers_check
grade "the stage test runs Shelf's tests, and they pass" \
  "docker build --target test app should run the tests (RUN python -m unittest discover, in a stage named test)" pass_their_tests
grade "Compose accepts compose.yaml without a warning" \
  "compose.yaml is not there, or docker compose config has something to say" are_understood
grade "the api waits until the database and the broker are healthy" \
  "the api should wait for db and broker (depends_on, with condition: service_healthy)" wait_for_health
grade "all five services come up, and are healthy" \
  "docker compose up --detach --wait should succeed, with web, api, worker, db and broker" come_up
grade "a book goes in through web, and comes out with a label" \
  "a book that is sent to web at /api/books should get a label (is the worker running, with the same REDIS_URL?)" label_a_book
grade "the book is still there after down and up" \
  "the book is lost with docker compose down (a named volume at /var/lib/postgresql/data)" keep_the_book
grade "only web is reachable, and only from this machine" \
  "only web should publish a port, and on 127.0.0.1" publish_one_port
grade "docker inspect does not show the password" \
  "the password of db_password.txt should be in no setting (secrets: in compose.yaml, and the variables that end in _FILE)" hide_the_password
grade "api and worker run without root, and without the tests" \
  "api and worker should run without root, from an image without app/tests (USER; a last stage that does not build on test)" need_no_root_and_no_tests
grade "the api stops when asked, with the exit code 0" \
  "docker compose stop api should end with the exit code 0 (CMD in exec form, so that gunicorn is process 1)" stop_when_asked
grade "api and web run what is in the registry as 1.0" \
  "api and web should run localhost:5017/capstone/api:1.0 and web:1.0, as pushed (docker build --push; image: in compose.yaml)" run_what_was_pushed

[ $passed = $point ]
