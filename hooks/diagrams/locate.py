"""Find the file and line in which a diagram was written: its page, or a snippet of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from diagrams.source import Fence, find_fences, same_text

_SNIPPET = re.compile(
    r"^[ \t>]*-+8<-+[ \t]+(?P<quote>['\"]?)(?P<name>[^'\"\s]+)(?P=quote)[ \t]*$", re.M
)
_BLOCK = re.compile(r"^[ \t>]*-+8<-+[ \t]*\n(?P<names>.*?)^[ \t>]*-+8<-+[ \t]*$", re.M | re.S)
_DEEPEST = 8  # snippets within snippets


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a diagram begins: ``line`` counts from 1, ``indent`` in characters.

    ``exact`` tells that the file holds the diagram's lines one below the other. Where a snippet
    stands between them, only the beginning is known.
    """

    path: str
    line: int
    indent: int
    exact: bool = True

    def at(self, line: int, column: int) -> tuple[int, int]:
        """Return line and column in the file of a place in the diagram's text, 0 being unknown."""
        if not self.line or not self.exact:
            return self.line, 0
        return self.line + max(line, 1) - 1, column + self.indent if column else 0


class Places:
    """The places of all diagrams of one page, handed out in the order in which they are asked for.

    ``sources`` are the page and its snippets: the path to show, and the text of each file.
    """

    def __init__(self, page: str, sources: Iterable[tuple[str, str]]) -> None:
        self._page = page
        self._sources = list(sources)
        self._fences = [
            (path, fence) for path, text in self._sources for fence in find_fences(text)
        ]

    def take(self, text: str) -> Place:
        """Return where a diagram's text stands. The same text twice gives its places in turn."""
        for index, (path, fence) in enumerate(self._fences):
            if same_text(fence.text, text):
                last = not any(
                    same_text(other.text, text) for _, other in self._fences[index + 1 :]
                )
                if not last:
                    del self._fences[index]
                return Place(path, fence.line + _blank_lines(fence), fence.indent)
        wanted = [line.strip() for line in text.strip().splitlines()]
        for path, source in self._sources:
            lines = [line.strip() for line in source.splitlines()]
            for start in range(len(lines) - len(wanted) + 1):
                if wanted and lines[start : start + len(wanted)] == wanted:
                    return Place(path, start + 1, 0)
        for path, fence in self._fences:
            if "8<-" in fence.text:
                return Place(path, fence.line, fence.indent, exact=False)
        return Place(self._page, 0, 0)


def _blank_lines(fence: Fence) -> int:
    """Count the empty lines at the top, which Markdown drops before it hands the text on."""
    return len(fence.text) - len(fence.text.lstrip("\n")) if fence.text.strip() else 0


def read_sources(path: Path, folders: Iterable[Path], root: Path) -> Iterator[tuple[str, str]]:
    """Yield a page and the snippets that it includes, also in snippets, each once.

    ``folders`` are those in which snippets are looked for; paths are shown relative to ``root``.
    """
    bases = list(folders)
    seen: set[Path] = set()
    waiting = [(path, 0)]
    while waiting:
        file, depth = waiting.pop(0)
        if file in seen or depth > _DEEPEST:
            continue
        seen.add(file)
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue  # the extension that includes it says so
        yield _show(file, root), text
        names = (_name(name, bases) for name in _snippet_names(text))
        waiting += [(name, depth + 1) for name in names if name is not None]


def _snippet_names(text: str) -> Iterator[str]:
    for match in _SNIPPET.finditer(text):
        yield match["name"]
    for match in _BLOCK.finditer(text):
        yield from (line.strip() for line in match["names"].splitlines() if line.strip())


def _name(name: str, folders: list[Path]) -> Path | None:
    for candidate in (name, re.sub(r"(:[\w-]*){1,2}$", "", name)):  # a section or lines may follow
        for folder in folders:
            if (folder / candidate).is_file():
                return folder / candidate
    return None


def _show(path: Path, root: Path) -> str:
    shown = path.resolve()
    return shown.relative_to(root).as_posix() if shown.is_relative_to(root) else shown.as_posix()
