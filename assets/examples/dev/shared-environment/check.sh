#!/bin/sh
# Says which requirements of the exercise are met. Needs docker; writes report.txt.
export MSYS_NO_PATHCONV=1 # or Git Bash rewrites paths inside containers
missing=0
ok() { echo "ok: $1"; }
miss() { echo "missing: $1"; missing=1; }

if [ ! -f compose.yaml ] || [ ! -f report ]; then
  echo "missing: there is no compose.yaml with a report here (go into the folder start)"
  exit 1
fi

if tr -d '\r' <report | cmp -s - report; then
  ok "report has the line ends of Linux"
else
  miss "report has the line ends of Windows (take the CRs away with tr, or in your editor)"
fi
if grep -q '^[^ ]* .*eol=lf' .gitattributes 2>/dev/null; then
  ok "Git will keep them"
else
  miss "the next checkout on Windows brings them back (.gitattributes: report text eol=lf)"
fi
user=$(docker compose config 2>/dev/null | sed -n 's/^ *user: *//p' | tr -d \"\')
case $user in
'' | root*) miss "the service writes as root (user: in compose.yaml)" ;;
*) ok "the service writes as $user" ;;
esac

rm -f report.txt
if docker compose run --rm report >/dev/null 2>&1 && [ "$(cat report.txt 2>/dev/null)" = 2 ]; then
  ok "it writes its report"
else
  miss "docker compose run --rm report does not write 2 into report.txt (run it, and read)"
fi
owner() { ls -ln "$1" 2>/dev/null | awk '{print $3}'; }
if [ -f report.txt ] && [ "$(owner report.txt)" = "$(owner compose.yaml)" ]; then
  ok "report.txt is yours"
else
  miss "report.txt is not yours (the numbers of id -u and id -g)"
fi
docker compose down >/dev/null 2>&1

exit $missing
