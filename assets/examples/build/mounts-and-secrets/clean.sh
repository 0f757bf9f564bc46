docker image rm --force sealed:1
