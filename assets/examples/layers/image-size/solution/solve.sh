docker build --quiet --tag diet:1 .
