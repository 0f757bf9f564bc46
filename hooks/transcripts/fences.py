"""The fenced code blocks of a Markdown page, wherever they stand.

A line scanner that remembers the open fence, as pymdownx.superfences reads them: a fence may stand
inside admonitions, tabs, lists, details and quotations, and one that is quoted inside a longer
fence is text. (Parsers of CommonMark take the fences of an admonition for indented code.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_OPENING = re.compile(r"^(?P<indent>[ \t>]*?)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_OPTION = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))""")
_LANGUAGE = re.compile(r"^\{?\s*\.?([\w#.+-]*)")
_SNIPPET = re.compile(r"""^[ \t]*-+8<-+[ \t]+(?P<quote>["'])(?P<target>.*?)(?P=quote)[ \t]*$""")
_SECTION = re.compile(
    r"-+8<-+[ \t]+\[[ \t]*(?P<edge>start|end)[ \t]*:[ \t]*(?P<name>[\w-]+)[ \t]*\]"
)


class SnippetError(Exception):
    """A snippet line that names a file or a section which is not there; the text says which."""


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced code block.

    ``line`` is the line of the opening mark, counted from 1; the body's first line is ``line + 1``.
    ``indent`` is what stands before the mark: spaces, and ``>`` in a quotation.
    ``body`` has the lines without that indentation. ``closed`` is false when the closing mark is
    missing: such a block ends with the page, or where the indentation does.
    """

    line: int
    indent: str
    mark: str
    info: str
    body: tuple[str, ...]
    closed: bool

    @property
    def language(self) -> str:
        """The first word of the info string, or the first class in its braces; may be empty."""
        match = _LANGUAGE.match(self.info)
        language = match[1] if match else ""
        return "" if f"{language}=" in self.info else language

    @property
    def options(self) -> dict[str, str]:
        """The ``name="value"`` pairs of the info string."""
        return {name: a or b or c for name, a, b, c in _OPTION.findall(self.info)}

    @property
    def title(self) -> str | None:
        """The file name that the page shows above the block."""
        return self.options.get("title")


def scan(text: str) -> Iterator[Fence]:
    """Find the fences of a page, in document order; HTML comments are no part of the page."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if lines[at].lstrip(" \t>").startswith("<!--"):
            while at < len(lines) and "-->" not in lines[at]:
                at += 1
            at += 1
            continue
        opening = _OPENING.match(lines[at])
        if opening is None:
            at += 1
            continue
        fence, at = _read(lines, at, opening)
        yield fence


def _read(lines: Sequence[str], start: int, opening: re.Match[str]) -> tuple[Fence, int]:
    """Return the fence that opens at index ``start`` and the index after it."""
    indent, mark = opening["indent"], opening["mark"]
    body: list[str] = []
    closed = False
    at = start + 1
    while at < len(lines):
        line = lines[at]
        if line[: len(indent)].strip(" \t>"):  # less indented: its container ends here
            break
        inner = line[len(indent) :]
        at += 1
        if inner.strip() == mark:
            closed = True
            break
        body.append(inner)
    fence = Fence(start + 1, indent, mark, opening["info"].strip(), tuple(body), closed)
    return fence, at


def is_snippet(line: str) -> bool:
    """Say whether the line includes a file: ``--8<-- "path"``."""
    return _SNIPPET.match(line) is not None


def resolve(body: Sequence[str], read: Callable[[str], str]) -> list[str]:
    """Return the lines that the page shows: every snippet line replaced by the text it names.

    ``read`` returns a file's text for a path relative to the repository's root; it raises OSError
    when there is none. ``path:name`` is a section between the file's own markers, ``path:3:7`` are
    lines 3 to 7; marker lines are left out (https://facelessuser.github.io/pymdown-extensions/extensions/snippets/).
    Raises SnippetError with a sentence for the person who wrote the line.
    """
    shown: list[str] = []
    for line in body:
        match = _SNIPPET.match(line)
        shown += [line] if match is None else _snippet(match["target"], read)
    return shown


def _snippet(target: str, read: Callable[[str], str]) -> list[str]:
    path, _, part = target.partition(":")
    try:
        lines = read(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SnippetError(
            f"'{path}' cannot be read. Give the path from the repository's root, "
            "as in '--8<-- \"assets/examples/run/lifecycle/Dockerfile\"'."
        ) from error
    if not part:
        return [line for line in lines if not _SECTION.search(line)]
    numbers = re.fullmatch(r"(\d*):?(\d*)", part)
    if numbers:
        first, last = int(numbers[1] or 1), int(numbers[2] or len(lines))
        return [line for line in lines[first - 1 : last] if not _SECTION.search(line)]
    return _section(lines, path, part)


def _section(lines: Sequence[str], path: str, name: str) -> list[str]:
    found, inside, seen = [], False, False
    for line in lines:
        marker = _SECTION.search(line)
        if marker is None:
            if inside:
                found.append(line)
        elif marker["name"] == name:
            inside = marker["edge"] == "start"
            seen = True
    if not seen:
        raise SnippetError(
            f"'{path}' has no section '{name}'. Mark it in the file with comments: "
            f"'--8<-- [start:{name}]' before it and '--8<-- [end:{name}]' after it."
        )
    return found
