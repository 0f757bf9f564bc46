"""A site to measure with: pages with twenty links and three images each, in folders of fifty."""

from __future__ import annotations

from pathlib import Path

LINKS = 20
IMAGES = 3
FOLDER = 50  # pages
_WORDS = (
    "A layer holds the files that one step of a build adds, changes or removes, and every image"
    " above it shares the same bytes on disk, which is why the order of steps matters."
)
_CODE = '```console\n$ docker run --rm alpine:3.22 echo "hello"\nhello\n```'


def page_name(number: int) -> str:
    """Return the name of a page below docs/."""
    return f"part-{number // FOLDER}/page-{number}.md"


def write_site(root: Path, pages: int, extra: str = "", features: str = "") -> None:
    """Write a MkDocs project without any defect; ``extra`` is added to its mkdocs.yml.

    ``features`` are those of the theme. Without navigation.prune each page shows a link to every
    other, and the time of MkDocs grows with the square of the pages.
    """
    docs = root / "docs"
    for number in range(pages):
        path = docs / page_name(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(number, pages), encoding="utf-8")
    (docs / "index.md").write_text("# Home\n\n" + _WORDS + "\n", encoding="utf-8")
    for number in range(IMAGES * 10):
        path = docs / f"images/picture-{number}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://example.org/bench/\n"
        f"theme: {{ name: material, features: [{features}] }}\n"
        "plugins: [search]\nmarkdown_extensions: [attr_list, footnotes, tables, toc: {permalink: true},"
        " pymdownx.highlight, pymdownx.superfences]\n" + extra,
        encoding="utf-8",
    )


def _page(number: int, pages: int) -> str:
    parts = [f"# Page {number}"]
    for section in range(4):
        parts.append(f"## Section {section} of page {number}")
        for link in range(LINKS // 4):
            other = (number * 7 + section * 31 + link * 13) % pages
            target = f"../{page_name(other)}#section-{link % 4}-of-page-{other}"
            if link == 4:
                target = f"https://example.com/{number}/{section}"
            parts.append(f"{_WORDS} See [page {other}, section {link % 4}]({target}).")
        parts.append(_CODE)
    for image in range(IMAGES):
        picture = f"../images/picture-{(number + image) % (IMAGES * 10)}.svg"
        parts.append(f"![Three layers under a writable one, state {image}]({picture})")
    return "\n\n".join(parts) + "\n"
