docker container rm --force mess-web mess-worker
docker volume rm --force mess-data mess-cache
docker image rm --force mess-worker:1
docker network rm mess_default
