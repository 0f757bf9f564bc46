docker build --quiet --tag tiny:1 .
