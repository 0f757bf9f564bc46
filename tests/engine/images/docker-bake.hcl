# Which recipe has which names. `engine images` builds the stale ones and pushes them to the mirror.
variable "HUB" { default = "localhost:5555" }

group "default" {
  targets = [
    "busybox", "dockerfile", "eclipse-temurin", "gcc", "golang", "hello-world", "nginx", "node",
    "postgres", "python", "redis", "registry", "rust"
  ]
}
group "more" { targets = ["httpd", "mariadb"] }

target "_" {
  output = ["type=registry,compression=gzip,compression-level=1"]
  attest = ["type=provenance,disabled=true"] # an index of one image reads as a single image
}
target "busybox" {
  inherits  = ["_"]
  context   = "busybox"
  platforms = ["linux/amd64", "linux/arm64"]
  tags      = ["${HUB}/library/busybox:latest", "${HUB}/library/busybox:stable"]
}
target "dockerfile" {
  inherits = ["_"]
  context  = "dockerfile"
  contexts = { "golang:1.24" = "target:golang" }
  tags     = ["${HUB}/docker/dockerfile:1"]
}
target "eclipse-temurin" {
  name     = "eclipse-temurin-${kind}"
  matrix   = { kind = ["jdk", "jre"] }
  inherits = ["_"]
  context  = "eclipse-temurin"
  target   = kind
  tags     = ["${HUB}/library/eclipse-temurin:21-${kind}"]
}
target "gcc" {
  inherits = ["_"]
  context  = "gcc"
  tags     = ["${HUB}/library/gcc:14"]
}
target "golang" {
  inherits = ["_"]
  context  = "golang"
  contexts = { "gcc:14" = "target:gcc" }
  tags     = ["${HUB}/library/golang:1.24"]
}
target "hello-world" {
  inherits = ["_"]
  context  = "hello-world"
  contexts = { "gcc:14" = "target:gcc" }
  tags     = ["${HUB}/library/hello-world:latest"]
}
target "httpd" {
  inherits = ["_"]
  context  = "httpd"
  tags     = ["${HUB}/library/httpd:2.4"]
}
target "mariadb" {
  inherits = ["_"]
  context  = "mariadb"
  tags     = ["${HUB}/library/mariadb:11.8"]
}
target "nginx" {
  inherits = ["_"]
  context  = "nginx"
  tags     = ["${HUB}/library/nginx:latest", "${HUB}/library/nginx:1.26"]
}
target "node" {
  inherits = ["_"]
  context  = "node"
  contexts = { "python:3.13-slim" = "target:python" }
  tags     = ["${HUB}/library/node:24-slim"]
}
target "postgres" {
  inherits = ["_"]
  context  = "postgres"
  tags     = ["${HUB}/library/postgres:17"]
}
target "python" {
  inherits = ["_"]
  context  = "python"
  tags     = ["${HUB}/library/python:3.13-slim", "${HUB}/library/python:slim"]
}
target "redis" {
  inherits = ["_"]
  context  = "redis"
  tags     = ["${HUB}/library/redis:8", "${HUB}/library/redis:latest"]
}
target "registry" {
  inherits = ["_"]
  context  = "registry"
  tags     = ["${HUB}/library/registry:3"]
}
target "rust" {
  inherits = ["_"]
  context  = "rust"
  contexts = { "gcc:14" = "target:gcc" }
  tags     = ["${HUB}/library/rust:1.85-slim", "${HUB}/library/rust:1-slim"]
}
