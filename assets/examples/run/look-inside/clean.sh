#!/bin/sh
docker rm --force mystery
