#!/bin/sh
# Fill the variables of the environment into /etc/nginx/templates/*.template.
set -e
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
[ -d "$templates" ] || exit 0
# only variables that are set: nginx has its own, such as $host
# shellcheck disable=SC2046,SC2016
variables=$(printf '${%s} ' $(awk 'BEGIN { for (name in ENVIRON) print name }' </dev/null))
find "$templates" -follow -type f -name "*$suffix" | while read -r template; do
  name=${template#"$templates/"}
  target=$output/${name%"$suffix"}
  mkdir -p "$(dirname "$target")"
  echo "$0: Running envsubst on $template to $target"
  envsubst "$variables" <"$template" >"$target"
done
