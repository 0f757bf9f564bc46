# syntax=docker/dockerfile:1
ARG IMAGE=python:3.13-slim
FROM ${IMAGE} AS list
USER root
WORKDIR /bill
RUN dpkg-query --show > debian.txt
RUN python -m venv /tools && /tools/bin/pip install --no-cache-dir cyclonedx-bom==7.5.0
RUN /tools/bin/cyclonedx-py environment --output-file python.cdx.json /usr/local/bin/python

FROM scratch
COPY --from=list /bill /
