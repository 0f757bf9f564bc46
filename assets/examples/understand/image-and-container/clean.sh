#!/bin/sh
# Removes what the exercise made.
docker rm --force sibling-writer sibling-reader sibling-sleeper
