# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM golang:1.24 AS build
WORKDIR /src
COPY greet.go .
ARG TARGETOS
ARG TARGETARCH
RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /greet greet.go

FROM scratch
COPY --from=build /greet /greet
USER 10001:10001
CMD ["/greet"]
