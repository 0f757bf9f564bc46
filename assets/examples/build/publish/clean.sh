#!/bin/sh
docker image rm localhost:5017/team/quote:1.0 localhost:5017/team/quote:1.1 localhost:5017/team/quote:latest
docker rm --force --volumes registry
