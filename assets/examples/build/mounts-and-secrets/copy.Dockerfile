# syntax=docker/dockerfile:1
FROM busybox
COPY token.txt /tmp/
RUN echo "fetched with a token of $(wc -c < /tmp/token.txt) bytes" > /fetched.txt
RUN rm /tmp/token.txt
USER 10001
CMD ["cat", "/fetched.txt"]
