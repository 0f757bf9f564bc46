docker container rm --force --volumes lean
docker image rm lean:1
