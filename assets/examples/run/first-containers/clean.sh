#!/bin/sh
docker rm --force tick tock
