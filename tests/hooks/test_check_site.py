"""The checks as MkDocs runs them: in a project that is not this one, once, and again while serving."""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import check_site
import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from small_site import HOOKS, build

GOOD = {"docs/index.md": "# Home\n\n[guide](guide.md)\n", "docs/guide.md": "# Guide\n"}
LINE = "docs/index.md:3:9: broken-link: 'guid.md': there is no such page or file. Did you mean 'guide.md'?"
BROKEN = "# Home\n\n[guide](guid.md)\n"


def foreign_project(root: Path, files: dict[str, str], settings: str = "") -> None:
    """Write a project that has nothing of this one but the folder of hooks."""
    shutil.copytree(HOOKS, root / "hooks", ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    text = f"site_name: Other\nplugins: []\nhooks: [hooks/check_site.py]\n{settings}"
    for name, content in {"mkdocs.yml": text, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )


def test_a_foreign_project_needs_the_folder_of_hooks_alone(tmp_path: Path) -> None:
    foreign_project(tmp_path, {**GOOD, "docs/index.md": BROKEN})
    done = mkdocs(tmp_path, "build")
    assert done.returncode == 0
    assert f"WARNING -  check_site: {LINE}\n" in done.stderr
    assert re.search(
        r"INFO    -  check_site: sitecheck: 1 finding in 1 file; 3 pages, \d+ links in \d\.\d\d s\n",
        done.stderr,
    )


def test_a_finding_fails_a_strict_build(tmp_path: Path) -> None:
    raw = "# Home\n\n<a href='guid/'>guide</a>\n"  # which MkDocs itself does not check
    foreign_project(tmp_path, {**GOOD, "docs/index.md": raw})
    done = mkdocs(tmp_path, "build", "--strict")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    foreign_project(tmp_path / "good", GOOD)
    assert mkdocs(tmp_path / "good", "build", "--strict").returncode == 0


def test_the_log_is_sorted_by_place(tmp_path: Path) -> None:
    files = {f"docs/{name}.md": "[a b](nope.md)\n\n[c d](#nope)\n" for name in "cab"}
    found = build(tmp_path, {**GOOD, **files}, hooks=["check_site"]).warnings
    ours = [line for line in found if ": broken-" in line]
    assert len(ours) == 6
    assert ours == sorted(ours)


def test_one_page_that_cannot_be_checked_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitecheck.links import Links

    check = Links.check

    def fail(self: Links, page: object) -> object:
        if page.path == "guide/index.html":  # type: ignore[attr-defined]
            raise RuntimeError("no\nreason")
        return check(self, page)  # type: ignore[arg-type]

    monkeypatch.setattr(Links, "check", fail)
    outcome = build(tmp_path, {**GOOD, "docs/index.md": BROKEN}, hooks=["check_site"])
    assert [line.partition(": ")[2] for line in outcome.warnings if "docs/" in line[:30]] == [
        "docs/guide.md: unchecked-page: 'guide/index.html': this page could not be checked:"
        " RuntimeError: no\\u000areason. Please report it.",
        LINE,
    ]


def rebuild(root: Path) -> list[str]:
    """Build as `mkdocs serve` does; return what the hook warns of."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs.plugins.check_site")
    log.addHandler(handler)
    try:
        mkdocs_build(load_config(str(root / "mkdocs.yml")), serve_url="http://localhost/")
    finally:
        log.removeHandler(handler)
    return found


def test_many_rebuilds_report_each_finding_once_and_keep_nothing(tmp_path: Path) -> None:
    """As `mkdocs serve` does: the configuration is read again, the hooks are not."""
    foreign_project(tmp_path, GOOD)
    page = tmp_path / "docs/index.md"
    extra = tmp_path / "docs/extra.md"
    for number in range(12):
        broken = number % 2 == 0
        page.write_text(BROKEN if broken else GOOD["docs/index.md"], encoding="utf-8")
        if number % 3 == 0:
            extra.write_text("# Extra\n\n[there](guide.md)\n", encoding="utf-8")
        else:
            extra.unlink(missing_ok=True)
        assert rebuild(tmp_path) == ([f"check_site: {LINE}"] if broken else [])
        assert check_site._build is None


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until(condition: Callable[[], bool], what: Callable[[], str], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what()
        time.sleep(0.1)


def test_serving_reports_a_finding_and_forgets_it_when_repaired(
    tmp_path: Path, free_port: int
) -> None:
    foreign_project(tmp_path, GOOD)
    log = tmp_path / "log"
    page = tmp_path / "docs/index.md"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{free_port}"],
            cwd=tmp_path,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        built = re.compile(r"check_site: sitecheck: (\d+) findings?")
        counts: Callable[[], list[str]] = lambda: built.findall(log.read_text())  # noqa: E731
        until(lambda: "Serving on" in log.read_text(), log.read_text)
        for number in range(1, 7):
            page.write_text(BROKEN if number % 2 else GOOD["docs/index.md"])
            until(lambda number=number: len(counts()) > number, log.read_text)  # type: ignore[misc]
            assert counts()[-1] == str(number % 2)
        assert log.read_text().count(LINE) == 3
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/guide/") as answer:
            assert answer.status == 200
    finally:
        server.terminate()
        server.wait(20)


def test_reads_outside_the_repository_are_findings(tmp_path: Path) -> None:
    foreign_project(
        tmp_path / "here",
        {
            **GOOD,
            "docs/index.md": '# Home\n\n[a b](secret.md) [c d](there/a.md)\n\n--8<-- "part.md"\n',
        },
        "markdown_extensions: [pymdownx.snippets]\n",
    )
    for name in ("secret.md", "part.md", "there/a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# Secret\n", encoding="utf-8")
    (tmp_path / "here/docs/secret.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "here/docs/there").symlink_to(tmp_path / "there")
    (tmp_path / "here/part.md").symlink_to(tmp_path / "part.md")
    lines = mkdocs(tmp_path / "here", "build").stderr.splitlines()
    found = [line.partition("check_site: ")[2] for line in lines if "outside-repository" in line]
    assert [line.partition(": ")[0] for line in found] == [
        "docs/index.md:5:9",
        "docs/secret.md",
        "docs/there/a.md",
    ]
