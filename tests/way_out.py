"""Build the same pages without MkDocs, with Zensical, and list what differs.

    python tests/way_out.py        (`make zensical`)

The theme is maintained until May 2027. Zensical, by its authors, reads mkdocs.yml and most of the
extensions, and no hooks. So the copy that it builds gets by hand what hooks/mount_assets.py does,
and what the other hooks do is missing: the list says where. Nothing is changed in this folder.
"""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import checkout
import served_site

BIN = Path(sys.executable).parent
SECONDS = 300
# What stands in mkdocs.yml and needs MkDocs: exactly these lines are replaced, or we stop.
CHANGES = (
    (
        "!!python/name:mermaid2.fence_mermaid",
        "!!python/name:pymdownx.superfences.fence_code_format",
    ),
    (re.compile(r"^  - mermaid2:.*\n(?:    .*\n)*", re.M), ""),
    (re.compile(r"^hooks:\n(?:  .*\n)*", re.M), ""),
)
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}


@dataclass(slots=True)
class Page:
    """What a reader gets of a page: its headings, and all its words."""

    headings: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class _Article(HTMLParser):
    """Reads what stands in <article>, without pictures, scripts and buttons."""

    SKIPPED = frozenset({"script", "style", "svg", "button", "nav", "form"})

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        self._open.append(tag)
        if re.fullmatch("h[1-6]", tag) and "article" in self._open:
            self.page.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "article" not in self._open or self.SKIPPED & set(self._open):
            return
        self.page.words += data.split()
        if any(re.fullmatch("h[1-6]", tag) for tag in self._open) and data.strip() != "¶":
            self.page.headings[-1] = f"{self.page.headings[-1]}{data}".strip()


def prepare(folder: Path) -> Path:
    """Copy the project, and change what needs MkDocs."""
    root = checkout.copy(folder)
    shutil.copytree(root / "assets", root / "docs/assets")
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    for old, new in CHANGES:
        before = text
        text = text.replace(old, new) if isinstance(old, str) else old.sub(new, text)
        if text == before:
            sys.exit(f"mkdocs.yml has no {old!r} any more: change tests/way_out.py.")
    settings.write_text(text, encoding="utf-8")
    return root


def build(root: Path) -> Path:
    """Build the prepared copy with Zensical, and return the folder of the site."""
    done = subprocess.run(
        [str(BIN / "zensical"), "build", "--config-file", "mkdocs.yml"],
        cwd=root,
        capture_output=True,
        check=False,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode or not (root / "site/index.html").is_file():
        sys.exit(f"Zensical does not build this site:\n{done.stdout}{done.stderr}")
    return root / "site"


def read(site: Path) -> dict[str, Page]:
    """Return the pages of a site by their path."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        if path.is_relative_to(site / "assets"):
            continue
        parser = _Article()
        parser.feed(path.read_text(encoding="utf-8"))
        pages[path.relative_to(site).as_posix()] = parser.page
    return pages


def compare(ours: Path, theirs: Path) -> Iterator[str]:
    """Yield a line for each thing that one site has and the other has not."""
    have, get = _files(ours), _files(theirs)
    for suffix in sorted({Path(name).suffix for name in have - get}):
        missing = sorted(name for name in have - get if Path(name).suffix == suffix)
        yield f"missing: {len(missing)} files {suffix}: {', '.join(missing[:3])}{' …' * (len(missing) > 3)}"
    pages, others = read(ours), read(theirs)
    for name in sorted(pages.keys() & others.keys()):
        page, other = pages[name], others[name]
        if page.headings != other.headings:
            yield f"{name}: other headings: {_difference(page.headings, other.headings)}"
        lost, new = count(page.words, other.words)
        if lost or new:
            yield f"{name}: {lost} of {len(page.words)} words missing, {new} new"


def _files(site: Path) -> set[str]:
    theme = ("assets/javascripts/", "assets/stylesheets/", "search")
    names = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return {name for name in names if not name.startswith(theme)}


def _difference(before: list[str], after: list[str]) -> str:
    lines = difflib.ndiff(before, after)
    return "; ".join(line for line in lines if line[:2] in {"- ", "+ "})


def count(before: list[str], after: list[str]) -> tuple[int, int]:
    """Return how many words are gone, and how many are new."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return len(before) - same, len(after) - same


def main() -> None:
    """Build both sites and print the list."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = folder / "ours"
        served_site.build(
            ours, site_url="https://docker-for-developers.github.io/docker-for-developers/"
        )
        theirs = build(prepare(folder / "project"))
        lines = list(compare(ours, theirs))
        print("\n".join(lines))
        print(
            f"{len(read(theirs))} of {len(read(ours))} pages, {len(lines)} differences",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
