# syntax=docker/dockerfile:1
FROM busybox AS clock
RUN date > /built.txt

FROM busybox
COPY --from=clock /built.txt /
USER 10001
CMD ["cat", "/built.txt"]
