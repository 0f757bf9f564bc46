# syntax=docker/dockerfile:1
FROM busybox
RUN --mount=type=secret,id=token,required=true \
    echo "fetched with a token of $(wc -c < /run/secrets/token) bytes" > /fetched.txt
RUN --mount=type=secret,id=token,env=TOKEN,required=true \
    echo "and again with one of ${#TOKEN} characters" >> /fetched.txt
USER 10001
CMD ["cat", "/fetched.txt"]
