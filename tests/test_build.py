from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import pythons
import served_site


@pytest.mark.parametrize("python", pythons.find(), ids=str)
def test_every_python_builds_the_site_without_a_warning(
    python: pythons.Python, tmp_path: Path
) -> None:
    program = pythons.environment(python)
    url = "https://example.org/docker-for-developers/"
    log = served_site.build(tmp_path, site_url=url, python=str(program))
    assert [line for line in log.splitlines() if "warning" in line.lower()] == []


def test_the_configuration_may_be_named(tmp_path: Path) -> None:
    options = ["--config-file", "mkdocs.yml"]  # relative, unlike the path that MkDocs finds itself
    served_site.build(tmp_path, site_url="https://example.org/", options=options)
    assert (tmp_path / "index.html").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no make")
def test_serving_at_a_busy_address_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        # As if everything were installed; with the interpreter of the tests.
        make = ["make", "--old-file=.venv/.site", f"BIN={Path(sys.executable).parent}"]
        done = subprocess.run(
            [*make, "serve", f"ADDRESS=127.0.0.1:{port}"],
            cwd=served_site.ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode != 0
    assert (
        f"Something already listens at 127.0.0.1:{port}."
        f" Stop it, or choose another port: make serve ADDRESS=127.0.0.1:{port + 1}"
    ) in done.stderr
