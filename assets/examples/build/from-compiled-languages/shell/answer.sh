#!/bin/sh
# Answer one HTTP request: it arrives on standard input, the answer leaves on standard output.
# Each book is a file of JSON in the current folder, named by its number.
set -u
export LC_ALL=C.UTF-8
cr=$(printf '\r')
method=- path=- length=0 location=

exec 9>>answering
flock --shared 9 # until this script ends

reply() { # status, body
  printf 'HTTP/1.1 %s\r\nConnection: close\r\n' "$1"
  [ -z "$location" ] || printf 'Location: %s\r\n' "$location"
  [ -z "$2" ] || printf 'Content-Type: application/json\r\nContent-Length: %d\r\n' \
    "$(printf %s "$2" | wc -c)"
  printf '\r\n%s' "$2"
  jq --compact-output --null-input --arg method "$method" --arg path "$path" \
    --argjson status "${1%% *}" '{event: "request", $method, $path, $status}' >&3
  exit
}

fail() { # status, message
  reply "$1" "{\"error\":\"$2\"}"
}

list() {
  reply '200 OK' "$(cat ./[1-9]*.json 2>/dev/null | jq --compact-output --slurp 'sort_by(.id)')"
}

add() {
  body=body-$$
  title=
  if head -c "$length" | iconv -f UTF-8 -t UTF-8 >"$body"; then
    title=$(jq --raw-input --slurp 'gsub("^\\s+|\\s+$"; "")
      | select(length >= 1 and length <= 200 and (explode | all(. >= 32)))' "$body")
  fi
  rm "$body"
  [ -n "$title" ] ||
    fail '400 Bad Request' 'the body must be a title of 1 to 200 characters, in UTF-8'
  exec 8>>numbers # one at a time from here: two books must not get one number
  flock 8
  id=$(($(tail -n 1 numbers) + 1))
  echo "$id" >&8
  book="{\"id\":$id,\"title\":$title}"
  printf %s "$book" >"new-$id" && mv "new-$id" "$id.json"
  location=/books/$id
  reply '201 Created' "$book"
}

get() {
  book=$(cat "$1.json" 2>/dev/null) || fail '404 Not Found' 'there is no such book'
  reply '200 OK' "$book"
}

remove() {
  rm "$1.json" 2>/dev/null || fail '404 Not Found' 'there is no such book'
  reply '204 No Content' ''
}

IFS=' ' read -r method path version || exit 0
case $version in HTTP/1.?"$cr") ;; *) fail '400 Bad Request' 'bad request' ;; esac
while IFS= read -r header && [ "$header" != "$cr" ]; do
  case $header in
    [Cc]ontent-[Ll]ength:*) length=${header#*:} length=${length%"$cr"} length=${length# } ;;
  esac
done
case $length in '' | *[!0-9]* | ???????*) fail '400 Bad Request' 'bad Content-Length' ;; esac

path=${path%%\?*}
case $path in
  /books/[1-9]*) id=${path#/books/} ;;
  *) id=0 ;;
esac
case $id in *[!0-9]*) id=0 ;; esac # nothing else becomes a part of a file's name

case "$method $path" in
  'GET /health') reply '200 OK' '{"status":"ok"}' ;;
  'GET /books') list ;;
  'POST /books') add ;;
  'GET /books/'*) get "$id" ;;
  'DELETE /books/'*) remove "$id" ;;
  *' /health' | *' /books' | *' /books/'*) fail '405 Method Not Allowed' 'method not allowed' ;;
  *) fail '404 Not Found' 'not found' ;;
esac
