"""The values that pass between the parts of the checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Finding(NamedTuple):
    """One problem, at the place where a contributor can repair it.

    ``path`` is relative to the repository's root, with forward slashes.
    ``line`` and ``column`` count from 1, columns in characters; 0 means that the place is not known.
    ``rule`` is a stable name in kebab case; ``message`` says what is wrong and what to do.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str

    @property
    def place(self) -> tuple[str, int, int]:
        """The path, line and column."""
        return self.path, self.line, self.column

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return f"{place}: {self.rule}: {self.message}"


class Use(NamedTuple):
    """An attribute of a tag that names something: ``<a href="…">``."""

    tag: str
    attribute: str
    href: str


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    path: str
    line: int
    column: int


class Target(NamedTuple):
    """A file of the site and perhaps a fragment: what an address resolves to."""

    path: str
    fragment: str = ""


class Problem(NamedTuple):
    """What is wrong on a page, before it is known where that stands in a source.

    ``suggestion`` is a verified better target, or a text to be offered as it is. ``number`` is the
    use's among those of its page, where it is one of them. ``only_as_markdown`` restricts the problem
    to what was written as Markdown; where raw HTML says the same, its author meant it.
    """

    rule: str
    use: Use
    what: str
    suggestion: Target | str | None = None
    number: int = -1
    only_as_markdown: bool = False


class Page:
    """What one HTML file of the site defines and uses.

    ``path`` is the file's, relative to the site. ``uses`` are those of the content, in reading order;
    ``span`` is the content's place in the file.
    """

    __slots__ = (
        "base", "ids", "leftovers", "path", "problems", "span", "surroundings", "uses",
    )  # fmt: skip

    def __init__(self, path: str) -> None:
        self.path = path
        self.ids: set[str] = set()
        self.surroundings: frozenset[str] = frozenset()
        self.uses: list[Use] = []
        self.problems: list[Problem] = []
        self.leftovers = ""
        self.base: str | None = None
        self.span = (0, 0)


class Source(NamedTuple):
    """A file that a contributor can edit, and the address MkDocs knows it by.

    ``path`` is what findings name; ``file`` where to read it, ``text`` what to read when it exists
    in memory only.
    """

    path: str
    uri: str
    file: Path | None = None
    text: str | None = None


class Snippets(NamedTuple):
    """The settings of pymdownx.snippets that decide which file a name means."""

    base_paths: tuple[Path, ...]
    restrict: bool = True
    encoding: str = "utf-8"
    auto_append: tuple[str, ...] = ()
    downloads: bool = False


class Project(NamedTuple):
    """What is known about the site beside its files.

    ``sources`` maps files of the site to what they were made from; ``excluded`` maps files that
    were left out to their sources. Files of the theme are in neither. Both may be empty: then a page's
    source is not known, and findings name the file of the site. ``absolute_links`` tells that MkDocs
    reads '/…' in Markdown as a path below the documentation's folder, ``versioned`` that other
    versions of the site are published beside it.
    """

    root: Path
    site_url: str = ""
    docs: Path | None = None
    configs: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    sources: Mapping[str, Source] = MappingProxyType({})
    excluded: Mapping[str, Source] = MappingProxyType({})
    theme_files: frozenset[str] = frozenset()
    snippets: Snippets | None = None
    footnotes: bool = True
    orphans: frozenset[str] = frozenset()
    absolute_links: bool = False
    versioned: bool = False
