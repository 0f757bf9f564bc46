"""The text of a diagram: where it stands in its file, and what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"(?P<lead>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>.*)$")
_MERMAID = re.compile(r"\{?[ \t]*\.?mermaid(?![\w-])", re.IGNORECASE)
_TITLE = re.compile(r"^[ \t]*(?P<comment>%%[ \t]*)?accTitle[ \t]*:[ \t]*(?P<text>.*?)[ \t]*$", re.M)
_DESCRIPTION = re.compile(
    r"^[ \t]*(?P<comment>%%[ \t]*)?accDescr[ \t]*"
    r"(?::[ \t]*(?P<line>.*?)[ \t]*$|\{(?P<block>[^}]*)\})",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A mermaid fence in a file.

    ``line`` is the line of its first line of text, counted from 1, and ``indent`` the number of
    characters before that text: spaces in a list or a tab, ``> `` in a quotation.
    """

    line: int
    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a diagram says about itself to those who cannot see it.

    ``plain`` tells that one of the two stands as a statement, not as a comment. Some types of
    diagram have no such statement and would draw it.
    """

    title: str
    description: str
    plain: bool


def find_fences(text: str) -> Iterator[Fence]:
    """Yield the mermaid fences of a Markdown file, also those in admonitions, tabs and lists.

    A fence that is quoted in a longer one is text, as CommonMark has it (section 4.5).
    """
    lines = text.splitlines()
    opening: re.Match[str] | None = None
    first = 0
    for number, line in enumerate(lines):
        if opening is None:
            opening = _OPENING.match(line)
            if opening and opening["mark"][0] == "`" and "`" in opening["info"]:
                opening = None  # inline code
            first = number + 1
        elif _closes(line, opening):
            if _MERMAID.match(opening["info"]):
                yield _fence(lines[first:number], first + 1, opening["lead"])
            opening = None


def _closes(line: str, opening: re.Match[str]) -> bool:
    mark = opening["mark"]
    return re.fullmatch(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*", line) is not None


def _fence(lines: list[str], line: int, lead: str) -> Fence:
    indent = len(lead)
    body = [text[indent:] if text[:indent] == lead else text.lstrip(" \t>") for text in lines]
    return Fence(line, indent, "\n".join(body))


def same_text(first: str, second: str) -> bool:
    """Tell whether two diagrams are the same but for spaces at the ends of lines and of the text."""
    return _plain(first) == _plain(second)


def _plain(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def find_words(text: str) -> Words:
    """Read ``accTitle`` and ``accDescr``, as statements or, where a type has none, as comments."""
    title = _TITLE.search(text)
    description = _DESCRIPTION.search(text)
    said = ""
    if description:
        said = " ".join((description["line"] or description["block"] or "").split())
    found = [match for match in (title, description) if match]
    plain = any(match["comment"] is None for match in found)
    return Words(title["text"] if title else "", said, plain)


def kept_lines(text: str) -> list[int]:
    """Return the number, from 1, of each line that Mermaid's grammars see.

    Mermaid drops front matter, directives ``%%{…}%%`` and comments ``%%`` before it parses, and
    counts the lines of the rest.
    """
    lines = text.splitlines()
    start = _after_front_matter(lines)
    kept: list[tuple[int, str]] = []
    in_directive = False
    for number, line in enumerate(lines[start:], start + 1):
        seen = line
        if in_directive:
            end = re.search(r"\}\s*%%", line)
            in_directive = end is None
            seen = line[end.end() :] if end else ""
            if in_directive:
                continue
        elif re.match(r"\s*%%\{", line) and not re.search(r"\}\s*%%", line):
            in_directive = True
            continue
        seen = re.sub(r"%%\{.*?\}\s*%%", "", seen)
        if re.match(r"\s*%%(?!\{).+", seen):
            continue
        kept.append((number, seen))
    while kept and not kept[0][1].strip():
        kept.pop(0)
    return [number for number, _ in kept]


def _after_front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return number + 1
    return 0
