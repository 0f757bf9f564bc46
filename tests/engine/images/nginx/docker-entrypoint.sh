#!/bin/sh
# Before nginx starts: run what lies in /docker-entrypoint.d, and say so.
set -e
log() {
  [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: $*"
}
folder=/docker-entrypoint.d
case "$1" in
  nginx | nginx-debug)
    if [ -n "$(find $folder/ -mindepth 1 -maxdepth 1 -type f)" ]; then
      log "$folder/ is not empty, will attempt to perform configuration"
      log "Looking for shell scripts in $folder/"
      for file in $(find $folder/ -follow -type f | sort -V); do
        case "$file" in
          *.envsh)
            log "Sourcing $file"
            # shellcheck disable=SC1090
            . "$file"
            ;;
          *.sh)
            if [ -x "$file" ]; then
              log "Launching $file"
              "$file"
            else
              log "Ignoring $file, not executable"
            fi
            ;;
          *) log "Ignoring $file" ;;
        esac
      done
      log "Configuration complete; ready for start up"
    else
      log "No files found in $folder/, skipping configuration"
    fi
    ;;
esac
exec "$@"
