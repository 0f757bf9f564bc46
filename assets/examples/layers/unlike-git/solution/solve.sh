docker build --quiet --tag twins:one .
docker build --quiet --build-arg BASE=scratch --tag twins:two .
docker build --quiet --file other.Dockerfile --tag twins:three .
