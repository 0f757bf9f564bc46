#!/bin/sh
# Shelf's api: socat listens, and starts answer.sh for each connection.
set -eu
port=${PORT:-8000}
exec 3>&1 # answer.sh logs here: its own standard output is the connection
echo "{\"event\":\"started\",\"port\":$port}"
socat "TCP-LISTEN:$port,reuseaddr,fork,backlog=128" EXEC:/app/answer.sh &
server=$!
trap 'kill "$server"' TERM
wait "$server" || true # a signal ends the wait
flock --timeout 0.8 answering true || true # each answer under way holds this lock
echo '{"event":"stopped"}'
