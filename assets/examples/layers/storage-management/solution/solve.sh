docker compose --progress quiet up --detach
docker container wait mess-worker

docker container prune --force --filter label=exercise=mess
docker volume prune --force --all --filter label=exercise=mess --filter label!=keep
docker image prune --force --all --filter label=exercise=mess
