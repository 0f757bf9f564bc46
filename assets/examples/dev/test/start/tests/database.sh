#!/bin/sh
# Tests that a fine can be kept in the database.
set -e
query() { psql --host db --username shelf --tuples-only --no-align --quiet --command "$1"; }
query "create table fines (cents integer)"
query "insert into fines values ($(sh fine.sh 3))"
[ "$(query "select sum(cents) from fines")" = 60 ] || { echo "the database should hold 60"; exit 1; }
echo "database: ok"
