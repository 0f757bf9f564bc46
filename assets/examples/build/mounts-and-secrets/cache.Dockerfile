# syntax=docker/dockerfile:1
FROM busybox
WORKDIR /packages
COPY fetch.sh list.txt ./
RUN --mount=type=cache,id=mounts-lesson,target=/downloads sh fetch.sh
USER 10001
CMD ["ls", "/packages"]
