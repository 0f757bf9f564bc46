# syntax=docker/dockerfile:1
ARG BASE=debian:trixie-slim
FROM ${BASE}
USER 10001
CMD ["cat", "/etc/debian_version"]
