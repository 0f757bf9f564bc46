# check=skip=JSONArgsRecommended
FROM busybox AS base
ARG VERSION=1
ENV GREETING=hello

FROM base AS exec-form
CMD ["echo", "$GREETING, version $VERSION"]

FROM base AS shell-form
CMD echo "$GREETING, version $VERSION"
