"""What is left when MkDocs and its theme are gone: the checks, the transcripts, and every page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import served_site
import way_out

HOOKS = served_site.ROOT / "hooks"
GONE = ("mkdocs", "material", "mermaid2")
# A finder that finds nothing of these, first in the search for every module.
BLOCK = f"""
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {GONE}:
            raise ModuleNotFoundError(f"{{name}} is gone", name=name)
sys.meta_path.insert(0, Gone())
"""
# Doorways are MkDocs' own, and sitebuild is its command: everything else has to do without it.
PACKAGES = sorted(
    ".".join(path.relative_to(HOOKS).with_suffix("").parts).removesuffix(".__init__")
    for path in HOOKS.rglob("*.py")
    if path.parent != HOOKS and "sitebuild" not in path.parts and "vendor" not in path.parts
    and path.name != "__main__.py"
)  # fmt: skip
MODULES = [*PACKAGES, "archives", "glossary", "row_headers"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as MkDocs builds it."""
    folder = tmp_path_factory.mktemp("site")
    served_site.build(folder, site_url="https://example.org/docker-for-developers/")
    return folder


def run(script: str, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where MkDocs cannot be imported."""
    (tmp_path / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    path = os.pathsep.join(map(str, (tmp_path, HOOKS, HOOKS.parent / "tests")))
    return subprocess.run(
        [sys.executable, *script.split(), *arguments],
        cwd=served_site.ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )


def test_the_tests_own_block_works(tmp_path: Path) -> None:
    assert "mkdocs is gone" in run("-c", tmp_path, "import mkdocs").stderr


def test_no_check_imports_mkdocs(tmp_path: Path) -> None:
    done = run("-c", tmp_path, "\n".join(f"import {name}" for name in MODULES))
    assert done.returncode == 0, done.stderr


def test_the_built_site_is_checked_without_mkdocs(tmp_path: Path, site: Path) -> None:
    done = run("-m sitecheck", tmp_path, "--docs", "docs", str(site))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings" in done.stderr


def test_the_transcripts_are_read_without_mkdocs(tmp_path: Path) -> None:
    done = run("-m chapters.verify --help", tmp_path)
    assert done.returncode == 0, done.stderr


def test_zensical_builds_every_page_with_its_headings_and_words(tmp_path: Path, site: Path) -> None:
    theirs = way_out.build(way_out.prepare(tmp_path / "project"))
    pages, others = way_out.read(site), way_out.read(theirs)
    assert pages.keys() == others.keys()
    for name, page in pages.items():
        if name == "404.html":
            continue  # its own page in overrides/, by MkDocs' variables
        assert others[name].headings == page.headings
        lost, _ = way_out.count(page.words, others[name].words)
        # the line about the run, and the words that hooks add
        assert lost <= max(40, len(page.words) // 15), name
