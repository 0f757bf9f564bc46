"""The images that the chapters name have the interface that the chapters rely on.

These tests hold for the official images and for the stand-ins of `make engine` alike.
"""

from __future__ import annotations

import os
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

START_SECONDS = 60  # a database that starts for the first time, on a busy machine
Start = Callable[..., str]

PRINTS = {
    "hello-world": ([], "Hello from Docker!"),
    "busybox": (["whoami"], "root"),
    "debian:trixie-slim": (["cat", "/etc/os-release"], "trixie"),
    "python:3.13-slim": (["python", "-c", "import ssl, sqlite3; print(6 * 7)"], "42"),
    "node:24-slim": (["-p", "6 * 7"], "42"),  # an option is meant for node
    "golang:1.24": (["go", "version"], "go1.24"),
    "gcc:14": (["gcc", "--version"], " 14."),
    "rust:1.85-slim": (["cargo", "--version"], "cargo 1.85"),
    "eclipse-temurin:21-jre": (["java", "--version"], "openjdk 21"),
    "eclipse-temurin:21-jdk": (["javac", "--version"], "javac 21"),
    "nginx": (["nginx", "-v"], "nginx version: nginx/"),
    "postgres:17": (["postgres", "--version"], "(PostgreSQL) 17"),
    "redis:8": (["redis-server", "--version"], "v=8"),
    "registry:3": (["--help"], "registry"),
}
CONFIGURED = {
    "nginx": "80/tcp; ; SIGQUIT",
    "postgres:17": "5432/tcp; /var/lib/postgresql/data; SIGINT",
    "redis:8": "6379/tcp; /data; ",
    "registry:3": "5000/tcp; /var/lib/registry; ",
}
COMPILED = {
    "gcc:14": (
        "x.c",
        '#include <stdio.h>\nint main(void) { puts("42"); }',
        "gcc -static -o x x.c && ./x",
    ),
    "golang:1.24": ("x.go", 'package main\nfunc main() { print("42") }', "go run x.go"),
    "rust:1.85-slim": ("x.rs", 'fn main() { println!("42"); }', "rustc x.rs && ./x"),
    "eclipse-temurin:21-jdk": (
        "X.java",
        'class X { public static void main(String[] a) { System.out.println("42"); } }',
        "javac X.java && java X",
    ),
}


def docker(*words: str, stdin: str | None = None, status: int = 0, timeout: int = 120) -> str:
    """Run one command of the client, and return what it prints on both streams."""
    result = subprocess.run(
        ["docker", *words],
        check=False,
        input=stdin,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
        timeout=timeout,
    )
    assert result.returncode == status, f"docker {' '.join(words)}\n{result.stdout}"
    return result.stdout


def eventually(check: Callable[[], str]) -> str:
    """Repeat a check that fails while a service starts."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return check()
        except (AssertionError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def fetch(container: str, port: int, path: str = "/") -> str:
    """Ask the published port of a container."""
    address = docker("port", container, f"{port}/tcp").splitlines()[0]
    url = f"http://127.0.0.1:{address.rpartition(':')[2]}{path}"
    with urllib.request.urlopen(url, timeout=5) as answer:
        text: str = answer.read().decode()
        return text


@pytest.fixture
def start() -> Iterator[Start]:
    """Start containers in the background; they are gone after the test, volumes too."""
    started: list[str] = []

    def run(*words: str) -> str:
        name = f"smoke-{uuid.uuid4().hex[:12]}"
        started.append(name)
        docker("run", "--detach", "--quiet", "--name", name, "--publish-all", *words)
        return name

    yield run
    for name in started:
        docker("rm", "--force", "--volumes", name)


@pytest.fixture
def network() -> Iterator[str]:
    """A network in which containers find each other by name."""
    name = f"smoke-{uuid.uuid4().hex[:12]}"
    docker("network", "create", name)
    yield name
    docker("network", "rm", name)


@pytest.mark.parametrize("image", PRINTS)
def test_the_image_runs_what_its_pages_run(image: str) -> None:
    words, expected = PRINTS[image]
    assert expected in docker("run", "--rm", "--quiet", image, *words)


@pytest.mark.parametrize("image", CONFIGURED)
def test_the_image_has_the_documented_port_volume_and_signal(image: str) -> None:
    docker("pull", "--quiet", image)
    template = (
        "{{range $p, $_ := .Config.ExposedPorts}}{{$p}}{{end}}; "
        "{{range $v, $_ := .Config.Volumes}}{{$v}}{{end}}; {{.Config.StopSignal}}"
    )
    found = docker("image", "inspect", "--format", template, image)
    assert found.rstrip("\n") == CONFIGURED[image]


@pytest.mark.parametrize("image", COMPILED)
def test_the_image_compiles_a_program(image: str) -> None:
    name, source, command = COMPILED[image]
    script = f"cd /tmp && cat > {name} && {command}"
    run = ("run", "--rm", "--quiet", "--interactive", "--entrypoint", "sh", image, "-c", script)
    assert docker(*run, stdin=source).strip() == "42"


def test_busybox_runs_for_another_platform() -> None:
    run = ("run", "--rm", "--quiet", "--platform", "linux/arm64", "busybox", "uname", "-m")
    assert docker(*run).strip() == "aarch64"
    docker(
        "image", "rm", "--force", "--platform", "linux/arm64", "busybox"
    )  # chapters show its size


def test_pip_and_npm_install_packages() -> None:
    pip = "pip install --quiet --root-user-action=ignore click && python -c 'import click'"
    docker("run", "--rm", "--quiet", "python:3.13-slim", "sh", "-c", pip)
    npm = "cd /tmp && npm install --silent --no-audit ms && node -e \"require('ms')\""
    docker("run", "--rm", "--quiet", "node:24-slim", "sh", "-c", npm)


def test_node_has_a_user_of_its_own() -> None:
    assert (
        docker("run", "--rm", "--quiet", "--user", "node", "node:24-slim", "id", "-u") == "1000\n"
    )


def test_nginx_serves_and_logs(start: Start) -> None:
    container = start("nginx")
    assert "Welcome to nginx!" in eventually(lambda: fetch(container, 80))
    logs = docker("logs", container)
    assert "Configuration complete; ready for start up" in logs
    assert '"GET / HTTP/1.1" 200' in logs


def test_nginx_fills_templates(start: Start) -> None:
    server = "server { listen 80; location / { return 200 '${WORD} $uri'; } }"
    command = (
        "mkdir -p /etc/nginx/templates"
        ' && echo "$SERVER" > /etc/nginx/templates/default.conf.template'
        " && exec /docker-entrypoint.sh nginx -g 'daemon off;'"
    )
    container = start(
        *("--env", f"SERVER={server}", "--env", "WORD=filled"),
        *("--entrypoint", "sh", "nginx", "-c", command),
    )
    assert eventually(lambda: fetch(container, 80, "/x")) == "filled /x"


def test_postgres_refuses_to_start_without_a_password() -> None:
    said = docker("run", "--rm", "--quiet", "postgres:17", status=1)
    assert "superuser password is not specified" in said


def test_postgres_makes_the_user_and_the_database(start: Start) -> None:
    container = start(
        *("--env", "POSTGRES_PASSWORD=secret", "--env", "POSTGRES_USER=shelf"),
        *("--env", "POSTGRES_DB=books", "postgres:17"),
    )
    query = ("exec", "--env", "PGPASSWORD=secret", container, "psql", "-h", "127.0.0.1")
    ask = (*query, "-U", "shelf", "-d", "books", "-tAc", "SELECT current_user, 6 * 7")
    assert eventually(lambda: docker(*ask)).strip() == "shelf|42"
    assert docker("exec", container, "stat", "-c", "%U", "/var/lib/postgresql/data") == "postgres\n"


def test_redis_answers_other_containers(network: str, start: Start) -> None:
    start("--network", network, "--network-alias", "cache", "redis:8")
    ping = ("run", "--rm", "--quiet", "--network", network, "redis:8", "redis-cli", "-h", "cache")
    assert eventually(lambda: docker(*ping, "ping")).strip() == "PONG"


def test_the_registry_takes_an_image_and_gives_it_back(start: Start) -> None:
    container = start("registry:3")
    eventually(lambda: fetch(container, 5000, "/v2/"))
    port = docker("port", container, "5000/tcp").splitlines()[0].rpartition(":")[2]
    name = f"localhost:{port}/smoke"
    docker("pull", "--quiet", "hello-world")
    docker("tag", "hello-world", name)
    try:
        docker("push", "--quiet", name)
        assert '"smoke"' in fetch(container, 5000, "/v2/_catalog")
    finally:
        docker("image", "rm", name)


def test_a_dockerfile_may_name_its_syntax(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(
        "# syntax=docker/dockerfile:1\nFROM busybox\nCOPY <<EOF /answer\n42\nEOF\n",
        encoding="utf-8",
    )
    docker("build", "--quiet", "--output", str(tmp_path / "out"), str(tmp_path))
    assert (tmp_path / "out" / "answer").read_text(encoding="utf-8") == "42\n"


if "more" in os.environ.get("ENGINE_IMAGES", ""):  # after `tests/engine/engine images more`

    def test_httpd_serves(start: Start) -> None:
        container = start("httpd:2.4")
        assert "It works!" in eventually(lambda: fetch(container, 80))

    def test_mariadb_makes_the_user_and_the_database(start: Start) -> None:
        container = start(
            *("--env", "MARIADB_ROOT_PASSWORD=secret", "--env", "MARIADB_USER=shelf"),
            *("--env", "MARIADB_PASSWORD=word", "--env", "MARIADB_DATABASE=books", "mariadb:11.8"),
        )
        ask = ("exec", container, "mariadb", "-h", "127.0.0.1", "-ushelf", "-pword", "books", "-Ne")
        assert eventually(lambda: docker(*ask, "SELECT 6 * 7")).strip() == "42"
