#!/bin/sh
# What a reader owes in cents for a book that is DAYS late: 20 a day, 500 at most.
fine=$((${1:?DAYS is missing} * 20))
[ "$fine" -le 500 ] || fine=500
echo "$fine"
