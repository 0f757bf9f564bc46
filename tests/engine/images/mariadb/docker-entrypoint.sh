#!/usr/bin/env bash
# The documented interface of the official image: MARIADB_* (or MYSQL_*) ROOT_PASSWORD, DATABASE,
# USER, PASSWORD, ALLOW_EMPTY_ROOT_PASSWORD, each also as *_FILE; /docker-entrypoint-initdb.d.
set -Eeo pipefail

log() { printf '%s [%s] [Entrypoint]: %s\n' "$(date --iso-8601=seconds)" "$1" "$2"; }

read_variables() {
  local name maria mysql file
  for name in ROOT_PASSWORD DATABASE USER PASSWORD ALLOW_EMPTY_ROOT_PASSWORD; do
    maria=MARIADB_$name mysql=MYSQL_$name file=MARIADB_${name}_FILE
    if [ -n "${!file:-}" ]; then
      export "$maria=$(<"${!file}")"
    elif [ -z "${!maria:-}" ]; then
      export "$maria=${!mysql:-}"
    fi
  done
}

statements() {
  if [ -n "$MARIADB_DATABASE" ]; then
    echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
  fi
  if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD" ]; then
    echo "CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$MARIADB_PASSWORD';"
    if [ -n "$MARIADB_DATABASE" ]; then
      echo "GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%';"
    fi
  fi
  echo "CREATE USER 'root'@'%' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD';"
  echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD';"
}

initialize() {
  local server file _
  if [ -z "$MARIADB_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" ]; then
    log ERROR "Database is uninitialized and password option is not specified
    You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD" >&2
    exit 1
  fi
  log Note "Initializing database files"
  mariadb-install-db --skip-test-db --auth-root-authentication-method=normal >/dev/null
  log Note "Database files initialized"
  log Note "Starting temporary server"
  "$@" --skip-networking --socket=/run/mysqld/mysqld.sock &
  server=$!
  for _ in {1..30}; do
    mariadb -uroot -e 'SELECT 1' >/dev/null 2>&1 && break
    sleep 1
  done
  statements | mariadb -uroot
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        log Note "/usr/local/bin/docker-entrypoint.sh: sourcing $file"
        # shellcheck disable=SC1090
        . "$file"
        ;;
      *.sql)
        log Note "/usr/local/bin/docker-entrypoint.sh: running $file"
        mariadb -uroot "-p$MARIADB_ROOT_PASSWORD" "$MARIADB_DATABASE" <"$file"
        ;;
    esac
  done
  kill "$server"
  wait "$server" || true
  log Note "MariaDB init process done. Ready for start up."
}

if [ "${1:0:1}" = '-' ]; then set -- mariadbd "$@"; fi
if [ "$1" = mariadbd ] || [ "$1" = mysqld ]; then
  if [ "$(id -u)" = 0 ]; then
    find /var/lib/mysql /run/mysqld \! -user mysql -exec chown mysql: '{}' +
    log Note "Switching to dedicated user 'mysql'"
    exec setpriv --reuid mysql --regid mysql --init-groups -- "${BASH_SOURCE[0]}" "$@"
  fi
  read_variables
  [ -d /var/lib/mysql/mysql ] || initialize "$@"
fi
exec "$@"
