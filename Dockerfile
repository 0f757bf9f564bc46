# The site as an image: `docker compose up`, or see docs/contributing.md.
ARG PYTHON=python:3.13-slim
ARG NGINX=nginx:1.26

# What builds the site, in exactly the versions that the tests use.
FROM ${PYTHON} AS tools
WORKDIR /source
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip pip install --disable-pip-version-check --root-user-action=ignore --require-hashes --requirement requirements.txt
ENV PYTHONDONTWRITEBYTECODE=1

# For those who write: follows each edit of the folders that compose.yaml mounts.
FROM tools AS dev
COPY . .
# mini-racer unpacks V8's data beside itself, MkDocs builds into the folder for temporary files.
USER 65534
EXPOSE 8000
CMD ["mkdocs", "serve", "--dev-addr", "0.0.0.0:8000"]

# The site and its policy; every text also compressed, once and well.
FROM tools AS build
COPY . .
ARG SITE_URL=http://localhost:8080/
ARG REPOSITORY_URL=https://github.com/docker-for-developers/docker-for-developers
ARG SOURCE_DATE_EPOCH
RUN mkdocs build --strict --site-dir /out/site && python container/prepare.py /out/site /out/policy.conf

# What is served: files, and nginx as its own user 101, not root.
FROM ${NGINX}
COPY container/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /out/policy.conf /etc/nginx/policy.conf
COPY --from=build /out/site /usr/share/nginx/html
USER 101
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --start-interval=1s \
  CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/"]
# nginx itself, not the image's start script: that one writes into /etc/nginx, and here nothing is written.
ENTRYPOINT ["nginx", "-g", "daemon off;"]
CMD []
