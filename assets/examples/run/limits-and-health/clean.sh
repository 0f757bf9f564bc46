#!/bin/sh
docker rm --force careful
