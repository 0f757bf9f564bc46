"""The devcontainer.json of docs/dev/shared-environment.md is one that its tools understand."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from chapters.engine import Gate

EXAMPLE = Path(__file__).parents[2] / "assets/examples/dev/shared-environment"
FILE = EXAMPLE / ".devcontainer/devcontainer.json"
VENDOR = Path(__file__).parent / "vendor"
SCHEMA = VENDOR / "devContainer.base.schema.json"
CLI = "0.89.0"  # of @devcontainers/cli, the specification's own implementation
SECONDS = 900
SOURCES = ({"image"}, {"build"}, {"dockerComposeFile", "service"})


@pytest.fixture
def configuration() -> dict[str, Any]:
    configuration: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return configuration


def validate(file: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), str(file))
    return subprocess.run(command, capture_output=True, check=False, text=True)


def test_the_schema_is_the_recorded_one() -> None:
    text = (VENDOR / "VENDORED.toml").read_text(encoding="utf-8")
    recorded = tomllib.loads(text)["devcontainers-spec"]["files"]
    assert {path.name for path in VENDOR.iterdir()} == {"VENDORED.toml", *recorded}
    assert hashlib.sha256(SCHEMA.read_bytes()).hexdigest() == recorded[SCHEMA.name]["sha256"]


def test_it_is_valid_by_the_schema_of_the_specification() -> None:
    done = validate(FILE)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"forwardPort": [8000]}, id="a key with a slip"),
        pytest.param({"forwardPorts": "8000"}, id="a value of another type"),
        pytest.param({"build": {"context": "."}}, id="a build without a Dockerfile"),
        pytest.param({"image": "python:3.13-slim"}, id="two places to come from"),
    ],
)
def test_a_broken_copy_is_not(
    broken: dict[str, Any], configuration: dict[str, Any], tmp_path: Path
) -> None:
    copy = tmp_path / "devcontainer.json"
    copy.write_text(json.dumps(configuration | broken), encoding="utf-8")
    done = validate(copy)
    assert done.returncode == 1, done.stderr
    assert "Schema validation errors" in done.stdout


def test_it_says_in_exactly_one_way_where_the_container_comes_from(
    configuration: dict[str, Any],
) -> None:
    assert sum(source <= configuration.keys() for source in SOURCES) == 1
    folder = EXAMPLE / ".devcontainer"
    assert (folder / configuration["build"]["dockerfile"]).is_file()


DOCKERFILE = f"""\
FROM node:24-slim
RUN apt-get update && apt-get install --yes --no-install-recommends docker-cli docker-buildx
RUN npm install --global @devcontainers/cli@{CLI}
"""


@pytest.fixture
def cli(gate: Gate) -> list[str]:
    """The command of the specification's implementation, in a container that sees the engine."""
    image = "test-devcontainer-cli"
    build = ("docker", "build", "--quiet", "--tag", image, "-")
    subprocess.run(build, input=DOCKERFILE, text=True, check=True, timeout=SECONDS)
    socket = gate.environment["DOCKER_HOST"].removeprefix("unix://")
    mount = f"{socket}:/var/run/docker.sock"
    return ["docker", "run", "--rm", "--volume", mount, "--network", "host", image, "devcontainer"]


@pytest.mark.engine
def test_the_container_comes_up_as_an_editor_brings_it_up(cli: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "reading-list"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("start", "solution"))
    at = cli.index("--rm") + 1
    command = [*cli[:at], "--volume", f"{folder}:{folder}", *cli[at:]]

    def devcontainer(*words: str) -> str:
        done = subprocess.run(
            [*command, *words],
            capture_output=True,
            check=False,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    up = devcontainer("up", "--workspace-folder", str(folder))
    assert json.loads(up.splitlines()[-1])["outcome"] == "success"
    inside = ("exec", "--workspace-folder", str(folder), "sh", "-c")
    assert devcontainer(*inside, "id --user --name").strip() == "dev"
    assert devcontainer(*inside, "python -c 'import flask'") == ""
