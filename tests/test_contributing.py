"""docs/contributing.md as a newcomer follows it: each command, in a clone of its own, from nothing.

A fence of the language `sh` is run in the clone. A comment before it says otherwise:
`newcomer: serves` runs until the site answers, and is then ended with Ctrl-C; `newcomer: engine`
needs an engine; `newcomer: not run, REASON`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import checkout
import docker_engine
import pytest

GUIDE = checkout.ROOT / "docs/contributing.md"
MINUTES = 10  # what the guide promises for its first section
SLUG = "docker-for-developers"
_FENCE = re.compile(
    r"(?:^<!-- newcomer: (?P<how>[^>]+) -->\n\n)?^```sh\n(?P<script>.*?)^```$", re.M | re.S
)

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no make"),
    pytest.mark.skipif(not shutil.which("git"), reason="there is no `git`"),
]


@dataclass(frozen=True, slots=True)
class Fence:
    """Commands of the guide."""

    how: str
    script: str

    def __str__(self) -> str:
        return self.script.strip().splitlines()[-1]


FENCES = [
    Fence((match["how"] or "").strip(), match["script"])
    for match in _FENCE.finditer(GUIDE.read_text(encoding="utf-8"))
    if not (match["how"] or "").startswith("not run, ")
]


def git(folder: Path, *words: str) -> str:
    """Run git as somebody whom the machine need not know."""
    who = ("-c", "user.name=A Newcomer", "-c", "user.email=newcomer@example.org")
    return subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, check=True, text=True
    ).stdout


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as others would clone it, with what is not committed yet."""
    folder = checkout.copy(tmp_path_factory.mktemp("upstream") / f"{SLUG}.git")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "The project")
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the newcomer clones."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """What a newcomer's shell has: no virtual environment, and a port that nobody uses."""
    ports = []
    for _ in range(3):
        with socket.create_server(("127.0.0.1", 0)) as server:
            ports.append(str(server.getsockname()[1]))
    kept = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return {
        **kept,
        "ADDRESS": f"127.0.0.1:{ports[0]}",
        "COMPOSE_PROJECT_NAME": f"newcomer-{os.getpid()}",
        "DEV_PORT": ports[1],
        "SITE_PORT": ports[2],
        "PYTHON": str(Path(sys.base_prefix, "bin/python3")),
    }


def shell(script: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["bash", "-euc", script],
        cwd=folder,
        env=environment,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def serve(script: str, folder: Path, environment: dict[str, str]) -> None:
    """Run commands until the site answers, look at it, and press Ctrl-C."""
    address = environment["ADDRESS"]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    running = shell(script, folder, environment)
    try:
        while running.poll() is None:
            try:
                with opener.open(f"http://{address}/{SLUG}/", timeout=10) as answer:
                    assert b"Docker for Developers" in answer.read()
                break
            except OSError:
                time.sleep(0.5)  # it installs, or builds
        else:
            pytest.fail(f"it ended by itself:\n{running.communicate()[0]}")
    finally:
        os.killpg(running.pid, signal.SIGINT)
        try:
            running.communicate(timeout=60)
        except subprocess.TimeoutExpired:  # a busy machine; that Ctrl-C ends it is no claim here
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()


@pytest.mark.parametrize("fence", FENCES, ids=str)
def test_the_command_works_in_a_fresh_clone(
    fence: Fence, upstream: Path, desk: Path, environment: dict[str, str]
) -> None:
    if fence.how == "engine" and (reason := docker_engine.missing()):
        pytest.skip(reason)
    clone = desk / SLUG
    script = re.sub(r"https://github\.com/\S+\.git", str(upstream), fence.script)
    if fence.how == "serves":
        serve(script, desk if "git clone" in script else clone, environment)
        return
    assert fence.how in {"", "engine"}
    running = shell(script, clone, environment)
    try:
        output, _ = running.communicate(timeout=MINUTES * 60)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == 0, output


def test_git_commit_refuses_a_slip_and_says_where(desk: Path, environment: dict[str, str]) -> None:
    clone = desk / SLUG
    if not (clone / ".git/hooks/pre-commit").is_file():
        pytest.skip("the guide's commands were not run before")
    page = clone / "docs/index.md"
    text = page.read_text(encoding="utf-8")
    line = text.count("\n") + 2
    commit = "git -c user.name=N -c user.email=n@example.org commit --all --message 'A sentence'"
    slip = "container".replace("ain", "ian")  # in one piece, it would be a finding here
    page.write_text(f"{text}\nA {slip} is a process.\n", encoding="utf-8")
    running = shell(commit, clone, environment)
    said = running.communicate()[0]
    assert running.returncode != 0
    assert f"docs/index.md:{line}:3: spelling: '{slip}' should be 'container'" in said
    page.write_text(text + "\nA container is a process.\n", encoding="utf-8")
    running = shell(commit, clone, environment)
    said = running.communicate()[0]
    assert running.returncode == 0, said
