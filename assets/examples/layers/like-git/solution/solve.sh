# The first version, under two names.
docker build --quiet --tag reading-list:latest .
docker image tag reading-list:latest reading-list:1.0

# A third book, built over latest.
echo Persuasion >> books.txt
docker build --quiet --tag reading-list:latest .

# Keep the new image under its own name, then put latest back.
docker image tag reading-list:latest reading-list:next
docker image tag reading-list:1.0 reading-list:latest
