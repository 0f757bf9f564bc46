#!/bin/sh
docker compose up --build --detach
sleep 3 # until the worker writes
(sleep 5; echo "setBreakpoint('worker.js', 10, 'isNaN(pages)')"; sleep 6; echo "exec('title')"; sleep 2; echo .exit) | docker compose exec -T worker node inspect 127.0.0.1:9229 | tee debugger.txt
grep -o "'[^']*'\$" debugger.txt | tr -d "'" >answer.txt
rm debugger.txt
