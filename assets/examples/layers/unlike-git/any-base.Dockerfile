ARG BASE=busybox
FROM ${BASE}
COPY books.txt /
