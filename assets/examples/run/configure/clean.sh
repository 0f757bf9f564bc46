#!/bin/sh
docker rm --force greeter
