#!/bin/sh
# Removes what the exercise made.
docker rm --force --volumes platform-registry
docker image rm --force platform-note:1 localhost:5017/platform-note:1 localhost:5017/platform-note:2
