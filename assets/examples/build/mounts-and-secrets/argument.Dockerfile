# syntax=docker/dockerfile:1
FROM busybox
ARG TOKEN
RUN echo "fetched with a token of ${#TOKEN} characters" > /fetched.txt
USER 10001
CMD ["cat", "/fetched.txt"]
