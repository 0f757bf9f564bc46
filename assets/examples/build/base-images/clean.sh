docker image rm --force tiny:1
