# check=skip=JSONArgsRecommended
FROM debian:trixie-slim AS base
COPY --chmod=755 server.sh /usr/local/bin/server
USER 1000

FROM base AS shell-form
CMD server --port 80

FROM base AS exec-form
CMD ["server", "--port", "80"]
