"""The site publishes each example as one archive."""

from __future__ import annotations

import logging
import subprocess
import zipfile
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

HOOKS = Path(__file__).parents[2] / "hooks"
CONFIGURATION = f"""
site_name: Test
validation: {{ links: {{ absolute_links: relative_to_docs }} }}
hooks: [{HOOKS / "archive_examples.py"}, {HOOKS / "mount_assets.py"}]
"""
CHECK = '#!/bin/sh\n[ -f answer ] || { echo "missing: answer (write it)"; exit 1; }\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A site with one page, which links its archive."""
    files = {
        "mkdocs.yml": CONFIGURATION,
        "docs/run/ports.md": "[All files](/assets/examples/run/ports.zip)\n",
        "assets/examples/run/ports/check.sh": CHECK,
        "assets/examples/run/ports/start/README.txt": "Start here.\n",
        "assets/examples/run/ports/start/.dockerignore": "*.log\n",
        "assets/examples/run/ports/solution/answer": "42\n",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    return tmp_path


def build_site(project: Path) -> Path:
    build(load_config(str(project / "mkdocs.yml")))
    return project / "site/assets/examples/run/ports.zip"


def test_the_archive_holds_start_check_and_solution(project: Path) -> None:
    assert sorted(zipfile.ZipFile(build_site(project)).namelist()) == [
        "ports/check.sh",
        "ports/solution/answer",
        "ports/start/.dockerignore",
        "ports/start/README.txt",
    ]


def test_mkdocs_knows_the_archive_when_it_checks_links(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        build_site(project)
    assert not caplog.records


def test_a_second_build_shows_an_edit(project: Path) -> None:
    build_site(project)
    (project / "assets/examples/run/ports/solution/answer").write_text("43\n", encoding="utf-8")
    assert zipfile.ZipFile(build_site(project)).read("ports/solution/answer") == b"43\n"


def test_the_check_runs_from_the_unpacked_archive(project: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(build_site(project)) as archive:
        for info in archive.infolist():  # as `unzip` does; Python's own extract drops permissions
            Path(archive.extract(info, unpacked)).chmod(info.external_attr >> 16)
    check = subprocess.run(
        ["../check.sh"], cwd=unpacked / "ports/start", capture_output=True, check=False, text=True
    )
    assert (check.returncode, check.stdout) == (1, "missing: answer (write it)\n")
