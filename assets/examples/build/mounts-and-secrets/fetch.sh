#!/bin/sh
# Stands for a package manager: downloads what the list names, unless /downloads has it.
while read -r name; do
  if [ -e "/downloads/$name" ]; then
    echo "already here: $name"
  else
    echo "downloaded: $name"
    touch "/downloads/$name"
  fi
  cp "/downloads/$name" /packages/
done < list.txt
