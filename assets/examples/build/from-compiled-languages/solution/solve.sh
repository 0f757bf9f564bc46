docker build --quiet --tag quote:1 .
