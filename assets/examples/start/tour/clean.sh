#!/bin/sh
docker rm --force tour-mine
docker image rm tour-mine:1
