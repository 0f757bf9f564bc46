"""What may go wrong with a project, by accident or on purpose: a build says so in a sentence, or works.

Whatever happens, nothing is touched but site/ and .cache/. A full disk, Ctrl-C and a killed build
are in tests/hooks/sitebuild/.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import string
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import checkout
import disks
import pytest

SECONDS = 300
UNUSED = ("unused-asset", "orphan")  # of this small copy
HOME = "---\ndescription: Home.\n---\n\n# Home\n\nText.\n"
ALIASES = "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended, and what it said."""

    status: int
    said: str
    root: Path

    @property
    def findings(self) -> list[str]:
        lines = [line for line in self.said.splitlines() if line.startswith(("WARNING", "ERROR"))]
        return [line for line in lines if not any(rule in line for rule in UNUSED)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """This project with one page, and a file beside it that is none of its business."""
    root = tmp_path / "project"
    for folder in ("hooks", "overrides"):
        hide = shutil.ignore_patterns("__pycache__")
        shutil.copytree(checkout.ROOT / folder, root / folder, ignore=hide)
    for folder in ("images", "javascripts", "stylesheets"):
        shutil.copytree(checkout.ROOT / "assets" / folder, root / "assets" / folder)
    settings = (checkout.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.partition("# Page tree")[0], encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text(HOME, encoding="utf-8")
    (tmp_path / "secret.md").write_text("# A secret\n\nSESAME\n", encoding="utf-8")
    return root


def fingerprint(folder: Path) -> dict[str, str]:
    """Return what stands in a folder, without what a build may write."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if {"site", ".cache", "__pycache__"} & set(inside.parts):
            continue
        if path.is_symlink() or path.is_dir():
            found[str(inside)] = "folder or link"
        else:
            found[str(inside)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def build(root: Path, program: str = "-m sitebuild", **environment: str) -> Outcome:
    """Build the site as `make build` does, but for findings, which stop nothing here."""
    before = fingerprint(root.parent)
    done = subprocess.run(
        [sys.executable, *program.split()],
        cwd=root,
        env={**os.environ, "PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    assert fingerprint(root.parent) == before
    assert "Traceback" not in done.stderr
    return Outcome(done.returncode, done.stderr, root)


def build_page(root: Path, text: str, **environment: str) -> Outcome:
    (root / "docs/page.md").write_text(text, encoding="utf-8")
    return build(root, **environment)


def test_the_small_project_is_sound(project: Path) -> None:
    outcome = build(project)
    assert outcome.status == 0
    assert outcome.findings == []


@pytest.mark.parametrize(
    ("front_matter", "said"),
    [
        ("title: [1, 2]", "docs/page.md: 'title' in the front matter has to be text."),
        ("hide: 5", "docs/page.md: 'hide' in the front matter has to be a list."),
        ("search: [x]", "docs/page.md: 'search' in the front matter has to be a mapping."),
        ("description: {a: b}", "docs/page.md: 'description' in the front matter has to be text."),
        ("template: ../../secret.md", "'page.md': ../../secret.md"),
        ("icon: ../../../secret", "secret.svg"),
        ('a: !!python/object/apply:os.mkdir ["made"]', "bad-front-matter"),
        ("? [a]\n: b", "bad-front-matter"),
        (f"a: &a [x]\n{ALIASES}title: *j", "unfolds to more than 1,000 values"),
        (f"a: &a [x]\n{ALIASES}x: {{y: *j}}", "unfolds to more than 1,000 values"),
        ("a: &a [*a]", "unfolds to more than 1,000 values"),
    ],
)
def test_hostile_front_matter_is_refused_or_shown(
    project: Path, front_matter: str, said: str
) -> None:
    outcome = build_page(project, f"---\n{front_matter}\n---\n\n# Page\n\nText.\n")
    assert said in outcome.said
    assert not (project / "made").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("page.md", "../../secret.md", "docs/page.md: the link leads out of the repository."),
        ("folder", "../..", "docs/folder: the link leads out of the repository."),
        ("gone.md", "nowhere.md", "docs/gone.md: the link leads nowhere."),
        ("self.md", "self.md", "docs/self.md: the link leads nowhere."),
        ("loop", ".", "docs/loop: the link leads back to a folder above it."),
    ],
)
def test_a_link_out_of_the_tree_or_in_a_circle_is_refused(
    project: Path, name: str, target: str, said: str
) -> None:
    (project / "docs" / name).symlink_to(target)
    outcome = build(project)
    assert outcome.status != 0
    assert said in outcome.said
    assert not (project / "site").exists()


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.md", "docs/../../secret.md"])
def test_a_snippet_from_outside_is_not_shown(project: Path, path: str) -> None:
    outcome = build_page(project, f'# Page\n\n```text\n--8<-- "{path}"\n```\n')
    assert outcome.status != 0
    assert f"'page.md': Snippet at path '{path}' could not be found" in outcome.said
    assert not (project / "site").exists()


def test_file_names_of_every_legal_character_are_pages(project: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows allows few of them")
    letters = [*(set(string.printable) - {"/"}), "é", unicodedata.normalize("NFD", "é"), "😀", "漢"]
    for letter in letters:
        (project / f"docs/a{letter}b.md").write_text("# Page\n\nText.\n", encoding="utf-8")
    outcome = build(project)
    assert outcome.status == 0
    assert outcome.findings == []
    assert len(list((project / "site").glob("a*b/index.html"))) == len(letters)


# Rows that Python-Markdown reads again from each of their characters. The limit is lowered, so that
# the test need not wait for it; whether a fast machine is done within it does not matter.
SLOW: dict[str, str] = {
    "brackets": "[" * 20_000,
    "tags": "<a " * 20_000,
    "footnotes": "[^a]" * 5_000 + "\n\n[^a]: x",
    "backticks": "`" * 20_000 + "a",
    "links": "[a](b" * 5_000,
    "emphasis": "*a **a *" * 5_000,
    "quotes": ">" * 5_000 + " a",
    "lists": "\n".join("    " * depth + "- a" for depth in range(200)),
    "fences": "```x\n" * 5_000,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timer of this kind")
@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_markdown_made_to_be_slow_ends(project: Path, text: str) -> None:
    outcome = build_page(project, f"# Page\n\n{text}\n", PAGE_SECONDS="5")
    if outcome.status:
        assert "docs/page.md: its Markdown takes longer than 5 seconds." in outcome.said
        assert not (project / "site").exists()


def test_a_page_of_ten_megabytes_is_refused(project: Path) -> None:
    outcome = build_page(project, "# Page\n\n" + "A sentence of a page.\n" * 460_000)
    assert outcome.status != 0
    assert "docs/page.md: 10,120,008 characters are more than a page may have" in outcome.said


@pytest.mark.parametrize(
    "epoch", ["4102444800", "4294967295"]
)  # 2100; the last second that gzip knows
def test_a_clock_in_the_future_is_written_down(project: Path, epoch: str) -> None:
    assert build(project, SOURCE_DATE_EPOCH=epoch).status == 0
    year = "2100" if epoch == "4102444800" else "2106"
    assert f"<lastmod>{year}" in (project / "site/sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("epoch", ["tomorrow", "-1", "4294967296"])
def test_a_clock_that_is_none_is_refused(project: Path, epoch: str) -> None:
    outcome = build(project, SOURCE_DATE_EPOCH=epoch)
    assert outcome.status != 0
    assert (
        f"SOURCE_DATE_EPOCH: '{epoch}' is no number of seconds since 1970, before 2106."
        in outcome.said
    )


def test_a_machine_whose_clock_is_far_ahead_builds(project: Path) -> None:
    program = shutil.which("faketime")
    if program is None:
        pytest.skip("there is no `faketime`: install Debian's package faketime")
    command = [program, "-f", "+50y", sys.executable, "-m", "sitebuild"]
    environment = {**os.environ, "PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=project, env=environment, check=False, timeout=SECONDS)
    assert done.returncode == 0
    assert "<lastmod>20" in (project / "site/sitemap.xml").read_text(encoding="utf-8")


DIAGRAM = "# Page\n\n```mermaid\nflowchart LR\n    accTitle: Title\n    accDescr: Text.\n    a --> b\n```\n"


@pytest.mark.parametrize("drawn", [True, False], ids=["drawn before", "never drawn"])
def test_a_read_only_checkout_builds_elsewhere_and_says_why_not_here(
    project: Path, tmp_path_factory: pytest.TempPathFactory, drawn: bool
) -> None:
    (project / "docs/page.md").write_text(DIAGRAM, encoding="utf-8")
    elsewhere = tmp_path_factory.mktemp("site")
    if drawn:
        assert build(project).status == 0
    with disks.small_disk(tmp_path_factory.mktemp("disk"), "64m") as disk:
        copied = disk / "project"
        shutil.copytree(project, copied)
        disks.protect(disk)
        outcome = build(copied)
        assert outcome.status != 0
        assert "Read-only file system" in outcome.said
        outcome = build(copied, f"-m mkdocs build --site-dir {elsewhere}")
        assert outcome.status == 0
    assert "<svg" in (elsewhere / "page/index.html").read_text(encoding="utf-8")


def write_pages(project: Path, parts: int, pages: int) -> None:
    """Write so many folders below docs/ with so many pages each, which link one another."""
    for part in range(parts):
        folder = project / "docs" / f"part-{part}"
        folder.mkdir()
        for page in range(pages):
            text = f"# Page {page}\n\nA sentence, and [a link](page-{(page + 1) % pages}.md).\n"
            (folder / f"page-{page}.md").write_text(text, encoding="utf-8")


def test_many_pages_are_built(project: Path) -> None:
    write_pages(project, parts=3, pages=100)
    outcome = build(project)
    assert outcome.status == 0
    assert outcome.findings == []
    assert len(list((project / "site").glob("part-*/page-*/index.html"))) == 300


def test_too_many_pages_that_list_one_another_are_refused(project: Path) -> None:
    write_pages(project, parts=1, pages=10_000)
    outcome = build(project)
    assert outcome.status != 0
    assert "docs/: 10,001 pages would list one another in 100,020,003 lines" in outcome.said


def test_without_a_pruned_navigation_all_pages_count(project: Path) -> None:
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("    - navigation.prune", "    # "), encoding="utf-8")
    write_pages(project, parts=21, pages=100)
    outcome = build(project)
    assert outcome.status != 0
    assert "Switch on the theme's feature navigation.prune." in outcome.said
