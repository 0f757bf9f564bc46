"""The devcontainer.json of docs/dev/shared-environment.md is one that its tools understand."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from chapters.engine import Gate

EXAMPLE = Path(__file__).parents[2] / "assets/examples/dev/shared-environment"
CLI = "0.89.0"  # of @devcontainers/cli, the specification's own implementation
SECONDS = 900

# What https://containers.dev/implementors/json_reference/ says of the keys that the example uses.
KEYS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "build": dict,
    "remoteUser": str,
    "updateRemoteUserUID": bool,
    "postCreateCommand": (str, list, dict),
    "forwardPorts": list,
    "customizations": dict,
}
SOURCES = ({"image"}, {"build"}, {"dockerComposeFile", "service"})


@pytest.fixture
def configuration() -> dict[str, Any]:
    text = (EXAMPLE / ".devcontainer/devcontainer.json").read_text(encoding="utf-8")
    configuration: dict[str, Any] = json.loads(text)
    return configuration


def test_each_key_is_a_documented_one_with_a_value_of_its_type(
    configuration: dict[str, Any],
) -> None:
    for key, value in configuration.items():
        assert isinstance(value, KEYS[key]), key


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
