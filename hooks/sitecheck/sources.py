"""Reading Markdown: only to find places, never to decide what it means.

What a page means is read from its HTML. Here the text is searched for everything that can name a
target, with the place of that target, also in the files that a page includes as snippets.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sitecheck import blocks
from sitecheck.files import read_text
from sitecheck.model import Place, Snippets, Source

_MOST_LINES = 50_000  # of one page with its snippets: what includes itself twice grows fast


class Line(NamedTuple):
    """Where a line of a composed text comes from; ``shift`` characters were put before it."""

    path: str
    number: int
    shift: int


class Missing(NamedTuple):
    """A snippet that is left out of its page, and why."""

    place: Place
    name: str
    what: str
    rule: str = "missing-snippet"


@dataclass(slots=True)
class Document:
    """A page's Markdown with its snippets in place, and where each line comes from."""

    text: str
    lines: list[Line]
    missing: list[Missing] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    html: bool = False
    _masked: str | None = None
    _doubtful: list[tuple[int, int]] | None = None
    _indented: list[tuple[int, int]] | None = None

    def place(self, offset: int) -> Place:
        """Return the place of a character."""
        if not self._starts:
            self._starts = [0]
            self._starts += [match.end() for match in re.finditer("\n", self.text)]
        index = bisect_right(self._starts, offset) - 1
        line = self.lines[min(index, len(self.lines) - 1)]
        return Place(line.path, line.number, max(1, offset - self._starts[index] - line.shift + 1))

    @property
    def masked(self) -> str:
        """The text with code and comments blanked, each character at its old offset."""
        if self._masked is None:
            hide = blocks.mask_comments if self.html else blocks.mask
            self._masked = hide(self.text)
        return self._masked

    def doubts(self, offset: int) -> bool:
        """Tell whether Markdown is probably not read at an offset."""
        if self._doubtful is None:
            self._doubtful = [] if self.html else blocks.doubtful(self.masked)
        return self._within(self._doubtful, offset)

    def indented(self, offset: int) -> bool:
        """Tell whether an offset is probably in an indented code block."""
        if self._indented is None:
            self._indented = [] if self.html else blocks.indented(self.masked)
        return self._within(self._indented, offset)

    def _within(self, spans: list[tuple[int, int]], offset: int) -> bool:
        index = bisect_right(spans, (offset, len(self.text)))
        return any(start <= offset < end for start, end in spans[max(0, index - 3) : index])


def compose(source: Source, root: Path, snippets: Snippets | None) -> Document:
    """Read a page and put its snippets in place."""
    text = source.text
    if text is None:
        text = read_text(source.file) if source.file else ""
    rows = [(row, Line(source.path, number, 0)) for number, row in enumerate(text.split("\n"), 1)]
    missing: list[Missing] = []
    if snippets:
        if "8<-" in text:
            rows = list(_Snippets(snippets, root, missing).expand(rows))
        if snippets.auto_append:
            marks = [("-8<-", "", *snippets.auto_append, "-8<-")]
            added = [(row, Line("mkdocs.yml", 0, 0)) for mark in marks for row in mark]
            ignored: list[Missing] = []
            rows += _Snippets(snippets, root, ignored).expand(added)
    return Document(
        "\n".join(row for row, _ in rows),
        [line for _, line in rows],
        missing,
        html=source.uri.endswith((".html", ".htm")),
    )


_SNIPPET = re.compile(
    r"""([ \t]*+)(;*+)-+8<-+(?:(?P<block>)|[ \t]++(?:"((?:\\"|[^"\n])+)"|'((?:\\'|[^'\n])+)'))\r?$"""
)
_SECTION = re.compile(
    r"(;*)-+8<-+[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([a-z][-_0-9a-z]*)[ \t]*\]", re.IGNORECASE
)
_NAME = re.compile(
    r"(.*?)(?:((?::-?[0-9]*){1,2}(?:,-?[0-9]*(?::-?[0-9]*)?)*)|:([a-z][-_0-9a-z]*))?$",
    re.IGNORECASE,
)
_MOST_LOOKS = 50
_MOST_NAMES = 2_000  # compared by likeness
_DEEPEST = 16  # snippets within snippets
Row = tuple[str, Line]


class _Snippets:
    """Puts snippets in place as pymdownx.snippets does."""

    def __init__(self, settings: Snippets, root: Path, missing: list[Missing]) -> None:
        self.settings = settings
        self.root = root
        self.missing = missing
        self.open: list[str] = []
        self.count = 0

    def expand(self, rows: list[Row]) -> Iterator[Row]:
        block = False
        for row, line in rows:
            self.count += 1
            if self.count > _MOST_LINES:
                return
            match = _SNIPPET.match(row) if "8<-" in row else None
            if match and match[2]:
                yield row.replace(";", "", 1), line
            elif match and match["block"] is not None:
                block = not block
            elif match:
                if not block:
                    name = match[4] or match[5]
                    column = row.index(name) + 1
                    yield from self._include(name.strip(), match[1], line, column)
            elif block:
                name = row.strip()
                if name and not name.startswith(";"):
                    space = row[: len(row) - len(row.lstrip())]
                    yield from self._include(name, space, line, len(space) + 1)
            elif "8<-" not in row or not (found := _SECTION.search(row)) or found[1]:
                yield row, line

    def _include(self, name: str, space: str, line: Line, column: int) -> Iterator[Row]:
        external = name.lower().startswith(("http://", "https://"))
        if name.startswith(";") or (external and self.settings.downloads):
            return
        match = _NAME.match(name)
        assert match
        place = Place(line.path, line.number, max(1, column - line.shift))
        if external:
            what = (
                "nothing is fetched, for 'url_download' is off. Copy the file into the repository."
            )
            self.missing.append(Missing(place, name, what))
            return
        found = find_snippet(match[1].strip(), self.settings)
        if found is None:
            what = "there is no such file below the snippets' base path."
            few = len(self.missing) < _MOST_LOOKS
            better = self._similar(match[1].strip(), line.path) if few else None
            what += f" Did you mean '{better}{name[len(match[1]) :]}'?" if better else ""
            self.missing.append(Missing(place, name, what))
            return
        if not Path(os.path.realpath(found)).is_relative_to(os.path.realpath(self.root)):
            self.missing.append(
                Missing(
                    place,
                    name,
                    "the file is outside the repository. Copy it into the repository.",
                    "outside-repository",
                )
            )
            return
        if found in self.open or len(self.open) > _DEEPEST:
            return
        path = os.path.relpath(found, self.root).replace(os.sep, "/")
        texts = read_text(Path(found), self.settings.encoding).split("\n")
        rows = [(row, Line(path, number, 0)) for number, row in enumerate(texts, 1)]
        if match[2]:
            rows = list(_ranges(match[2], rows))
        elif match[3]:
            chosen = list(_section(match[3], rows))
            if not any(
                (mark := _SECTION.search(row))
                and mark[3] == match[3]
                and mark[2].lower() == "start"
                for row, _ in rows
                if "8<-" in row
            ):
                what = f"the file has no section '{match[3]}'."
                sections = {mark[3] for row, _ in rows if (mark := _SECTION.search(row))}
                if len(self.missing) < _MOST_LOOKS and (close := nearest(match[3], sections)):
                    what += f" Did you mean '{name[: match.start(3)]}{close}'?"
                self.missing.append(Missing(place, name, what))
            rows = chosen
        self.open.append(found)
        for row, origin in self.expand(rows):
            if space:
                yield space + row, origin._replace(shift=origin.shift + len(space))
            else:
                yield row, origin
        self.open.pop()

    def _similar(self, name: str, page: str) -> str | None:
        """Return the snippet that was probably meant: beside the page, or of a similar name."""
        for base in self.settings.base_paths:
            beside = os.path.relpath(self.root / page / ".." / name, base)
            if find_snippet(beside, self.settings) is not None:
                return beside.replace(os.sep, "/")
            folder, _, last = name.rpartition("/")
            names = [each.name for each in (base / folder).glob("*")]
            close = nearest(last, names)
            found = f"{folder}/{close}".lstrip("/") if close else ""
            if found and find_snippet(found, self.settings) is not None:
                return found
        return None


def find_snippet(name: str, settings: Snippets) -> str | None:
    """Return the file that a snippet's name means, if there is one."""
    for base in settings.base_paths:
        folder = os.path.abspath(base)  # noqa: PTH100 - as the extension does: links stay
        if base.is_dir():
            path = os.path.abspath(os.path.join(folder, name))  # noqa: PTH100, PTH118
            inside = path.startswith(folder.rstrip(os.sep) + os.sep)
            if (inside or not settings.restrict) and Path(path).is_file():
                return path
        elif base.is_file() and base.name == name:
            return folder
    return None


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like this one, if any is."""
    from difflib import get_close_matches

    folded = {each.casefold(): each for each in sorted(names)}
    found = get_close_matches(name.casefold()[:200], list(folded)[:_MOST_NAMES], n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def _ranges(spans: str, rows: list[Row]) -> Iterator[Row]:
    for span in spans[1:].split(","):
        start, _, end = span.partition(":")
        first = int(start) if start.strip("-") else None
        last = int(end) if end.strip("-") else None
        if first is not None and first > 0:
            first -= 1
        if last is not None and last < 0:
            last += len(rows) + 1
        yield from rows[first : last if ":" in span or last is not None else None]


def _section(name: str, rows: list[Row]) -> Iterator[Row]:
    inside = False
    for row, line in rows:
        match = _SECTION.search(row) if "8<-" in row else None
        if match and not match[1]:
            if match[3] == name:
                if inside and match[2].lower() == "end":
                    return
                inside = match[2].lower() == "start"
        elif inside:
            yield row, line
