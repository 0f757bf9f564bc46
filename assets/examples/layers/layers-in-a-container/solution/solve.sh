docker build --quiet --tag lean:1 .
docker container run --detach --name lean --volume /log lean:1
