"""Every Dockerfile and Compose file below assets/examples/ is one that Docker accepts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "assets/examples"
SECONDS = 900  # a build that compiles and pulls large images

# Files that are wrong on purpose, or need what only their page gives. Each with its reason.
NOT_BUILT: dict[str, str] = {
    "build/mounts-and-secrets/secret.Dockerfile": "its page passes the secret",
    "build/mounts-and-secrets/ssh.Dockerfile": "its page starts an agent",
}
NOT_CHECKED: dict[str, str] = {
    "build/from-files/old.Dockerfile": "has old habits for --check to find",
    "build/from-scripts/start/Dockerfile": "has the shell form, which the exercise repairs",
    "build/how-a-container-starts/start/Dockerfile": "has the shell form, which the exercise repairs",
    "build/mounts-and-secrets/argument.Dockerfile": "leaks a secret, and its page shows the warning",
    "build/mounts-and-secrets/start/Dockerfile": "leaks a secret, which the reader repairs",
    "build/trust-and-ci/start/Dockerfile": "its exercise begins with what the check says",
}
NOT_COMPOSED: dict[str, str] = {}

# Compose files that go over one which lies elsewhere.
BASES = {
    "dev/test/compose.test.yaml": "shelf/compose.yaml",
    "run/compose/compose.override.yaml": "shelf/compose.yaml",
}


def list_files(*patterns: str, without: dict[str, str]) -> list[str]:
    """Return the examples that match, relative to their folder."""
    found = {str(path.relative_to(EXAMPLES)) for name in patterns for path in EXAMPLES.rglob(name)}
    return sorted(found - without.keys())


DOCKERFILES = ("Dockerfile", "Dockerfile.*", "*.Dockerfile")
COMPOSE_FILES = ("compose.yaml", "compose.*.yaml")


def docker(*words: str) -> str:
    """Run the client, which has to succeed; return all that it prints."""
    result = subprocess.run(
        ["docker", *words],
        check=False,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
    )
    assert result.returncode == 0, f"docker {' '.join(words)}\n{result.stdout}"
    return result.stdout


@pytest.mark.engine
@pytest.mark.parametrize("name", list_files(*DOCKERFILES, without=NOT_CHECKED))
def test_the_dockerfile_passes_dockers_own_check(name: str) -> None:
    file = EXAMPLES / name
    docker("build", "--check", "--file", str(file), str(file.parent))


@pytest.mark.engine
@pytest.mark.parametrize(
    "name",
    # a solution needs the files of its start: test_exercises.py builds it with them
    [name for name in list_files(*DOCKERFILES, without=NOT_BUILT) if "/solution/" not in name],
)
def test_the_dockerfile_builds(name: str) -> None:
    file = EXAMPLES / name
    # only into the cache: no image is left behind
    docker("build", "--output", "type=cacheonly", "--file", str(file), str(file.parent))


@pytest.mark.engine
@pytest.mark.parametrize("name", list_files(*COMPOSE_FILES, without=NOT_COMPOSED))
def test_the_compose_file_is_valid_without_a_warning(name: str) -> None:
    file = EXAMPLES / name
    # compose.debug.yaml and the like go over the compose.yaml beside them
    base = EXAMPLES / BASES[name] if name in BASES else file.with_name("compose.yaml")
    files = dict.fromkeys([base, file])
    words = [word for path in files for word in ("--file", str(path))]
    assert docker("compose", *words, "--profile", "*", "config", "--quiet") == ""


@pytest.mark.engine
@pytest.mark.parametrize("name", list_files("daemon.json", without={}))
def test_the_engine_accepts_the_configuration(name: str) -> None:
    if shutil.which("dockerd") is None:
        pytest.skip("there is no dockerd here, as with Docker Desktop")
    words = ["dockerd", "--validate", "--config-file", str(EXAMPLES / name)]
    result = subprocess.run(words, capture_output=True, check=False, text=True, timeout=60)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("exempt", "patterns"),
    [
        pytest.param(NOT_CHECKED, DOCKERFILES, id="NOT_CHECKED"),
        pytest.param(NOT_BUILT, DOCKERFILES, id="NOT_BUILT"),
        pytest.param(NOT_COMPOSED, COMPOSE_FILES, id="NOT_COMPOSED"),
    ],
)
def test_only_files_that_exist_are_exempt(
    exempt: dict[str, str], patterns: tuple[str, ...]
) -> None:
    assert exempt.keys() <= set(list_files(*patterns, without={}))
