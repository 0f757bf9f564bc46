#!/bin/sh
docker image rm localhost:5017/team/parcel:candidate
docker rm --force --volumes registry
