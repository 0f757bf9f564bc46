"""Find the Docker Engine that the tests use."""

from __future__ import annotations

import functools
import os
import subprocess
from pathlib import Path

PREFIX = Path(os.environ.get("ENGINE_PREFIX") or "/opt/docker-engine")  # as in tests/engine/engine
ANSWER_SECONDS = 20  # a busy engine needs a moment, a stopped one refuses at once


def extend_path() -> None:
    """Put the client that `make engine` installed first on this process's PATH, if it is there."""
    folders = [str(PREFIX / "usr/sbin"), str(PREFIX / "usr/bin")]
    path = os.environ.get("PATH", os.defpath)
    if (PREFIX / "usr/bin/docker").exists() and not path.startswith(folders[0]):
        os.environ["PATH"] = os.pathsep.join([*folders, path])


@functools.cache
def missing() -> str:
    """Return why no engine can be used, as one sentence for a person; empty if one answers."""
    try:
        answer = subprocess.run(
            ["docker", "version", "--format", "{{.Server.Version}}"],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=ANSWER_SECONDS,
        )
    except FileNotFoundError:
        problem = "there is no `docker` command"
    except subprocess.TimeoutExpired:
        problem = f"`docker version` took more than {ANSWER_SECONDS} seconds"
    else:
        if answer.returncode == 0:
            return ""
        problem = answer.stderr.strip().splitlines()[-1] if answer.stderr.strip() else "no reason"
    return (
        f"no Docker Engine answers ({problem}): run `make engine` as root on Debian, or start"
        " Docker; the tests of the transcripts were not run"
    )
