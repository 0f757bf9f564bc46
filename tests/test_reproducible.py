"""One commit is one site: whenever, wherever and with whichever Python it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import checkout
import pytest
import pythons

SECONDS = 300
COMMITTED = "1750000000"
FAKETIME = "+400d"


def build(root: Path, python: Path, **environment: str) -> dict[str, str]:
    """Build the site as `make build` does, and return the hash of each of its files."""
    done = subprocess.run(
        [str(python), "-m", "sitebuild", "--strict"],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": "hooks",
            "SOURCE_DATE_EPOCH": COMMITTED,
            **environment,
        },
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site, built by the Python of the tests."""
    root = checkout.copy(tmp_path_factory.mktemp("a"))
    return build(root, pythons.environment(pythons.find()[0]))


@pytest.mark.parametrize("python", pythons.find(), ids=str)
def test_every_python_builds_the_same_bytes_in_another_folder(
    python: pythons.Python, reference: dict[str, str], tmp_path: Path
) -> None:
    root = checkout.copy(tmp_path / "a longer path" / "to the project")
    found = build(
        root, pythons.environment(python), PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo"
    )
    assert found == reference


def test_another_day_builds_the_same_bytes(reference: dict[str, str], tmp_path: Path) -> None:
    program = shutil.which("faketime")
    if program is None:
        pytest.skip("there is no `faketime`: install Debian's package faketime")
    wrapper = tmp_path / "python"
    python = pythons.environment(pythons.find()[0])
    wrapper.write_text(
        f'#!/bin/sh\nexec {program} -f "{FAKETIME}" {python} "$@"\n', encoding="utf-8"
    )
    wrapper.chmod(0o755)
    root = checkout.copy(tmp_path / "project")
    assert build(root, wrapper) == reference
