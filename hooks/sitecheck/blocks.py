"""The blocks of a Markdown text: where code is, and where Markdown is not read.

A small scanner of lines, since full parsers disagree about Python-Markdown's dialects. What it calls
*doubtful* (indented code, and HTML blocks) is only ever a second choice: the HTML decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n|)(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(
    r"^([ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+|>[ \t]?)*)(`{3,}|~{3,})([^\n]*)$", re.MULTILINE
)
_INLINE = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()#+\-.!<>])"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,16})(?!`))"
    r"|(?P<comment><!--.*?(?:-->|\Z))",
    re.DOTALL,
)
_CONTAINER = re.compile(
    r"(?:[-*+][ \t]|\d+[.)][ \t]|!!![ \t]|\?\?\?\+?[ \t]|===[!+]*[ \t]|:[ \t]|\[\^[^\]]+\]:)"
)
_HTML = re.compile(
    r"^ {0,3}<(?P<name>address|article|aside|blockquote|canvas|center|details|dl|dd|dt|div|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hgroup|iframe|li|main|map|math|nav|noscript|object|ol"
    r"|p|pre|progress|script|section|style|summary|svg|table|tbody|td|textarea|tfoot|th|thead|tr|ul"
    r"|video)\b(?P<attributes>[^>]*)>",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_SPAN = 10_000  # characters that one code span may reach over


class Fence(NamedTuple):
    """A fenced block: its info string, and the offsets of its body."""

    info: str
    start: int
    end: int


def fences(text: str) -> list[Fence]:
    """Return the fenced blocks of a text; a block inside another is part of it."""
    found: list[Fence] = []
    opened: tuple[str, str, int] | None = None
    for match in _FENCE.finditer(text):
        marks, info = match[2], match[3]
        if opened is None:
            if "`" in info and marks[0] == "`":
                continue
            opened = (marks, info.strip(), match.end() + 1)
        elif marks[0] == opened[0][0] and len(marks) >= len(opened[0]) and not info.strip():
            found.append(Fence(opened[1], min(opened[2], match.start()), match.start()))
            opened = None
    return found


def mask(text: str) -> str:
    """Blank front matter, fenced blocks, code spans, comments and escaped characters."""
    parts: list[str] = []
    done = 0
    if match := FRONT_MATTER.match(text):
        parts.append(_blank(match[0]))
        done = match.end()
    for fence in fences(text):
        if fence.start >= done:
            head = text.rfind("\n", 0, max(0, fence.start - 1)) + 1
            parts.append(_mask_inline(text[done:head]))
            head = max(head, done)
            quoted = re.compile(r"\"[^\"\n]*\"")  # a title is shown as it is
            parts.append(quoted.sub(lambda match: _blank(match[0]), text[head : fence.start]))
            parts.append(_blank(text[fence.start : fence.end]))
            done = fence.end
    parts.append(_mask_inline(text[done:]))
    return "".join(parts)


def mask_comments(html: str) -> str:
    """Blank the comments of an HTML text."""
    return re.sub(r"<!--.*?(?:-->|\Z)", lambda match: _blank(match[0]), html, flags=re.DOTALL)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", "\0", text)


def _mask_inline(text: str) -> str:
    parts: list[str] = []
    done = 0
    closers: dict[int, list[int]] = {}
    if "`" in text:
        for run in re.finditer("`+", text):
            closers.setdefault(run.end() - run.start(), []).append(run.start())
    while match := _INLINE.search(text, done):
        end = match.end()
        if match["code"]:
            starts = closers.get(len(match["ticks"]), [])
            index = bisect_right(starts, match.start())
            close = starts[index] if index < len(starts) else len(text)
            if close - end > _LONGEST_SPAN or close == len(text) or "\n\n" in text[end:close]:
                parts.append(text[done:end])
                done = end
                continue
            end = close + len(match["ticks"])
        parts.append(text[done : match.start()])
        parts.append(_blank(text[match.start() : end]))
        done = end
    parts.append(text[done:])
    return "".join(parts)


def doubtful(masked: str) -> list[tuple[int, int]]:
    """Return the spans in which Markdown is probably not read, in order; they may overlap."""
    return sorted([*indented(masked), *_html(masked)])


def indented(text: str) -> list[tuple[int, int]]:
    """Return indented code: four more than what holds it, after an empty line."""
    found: list[tuple[int, int]] = []
    holders: list[int] = []
    offset, blank, code = 0, True, False
    for line in text.split("\n"):
        body = line.lstrip(" \t")
        start, offset = offset, offset + len(line) + 1
        if not body.strip("\0"):
            blank = blank or not body
            continue
        indent = len(line[: len(line) - len(body)].expandtabs(4))
        while holders and indent < holders[-1]:
            holders.pop()
        base = holders[-1] if holders else 0
        code = indent >= base + 4 and (blank or code)
        if code:
            found.append((start, start + len(line)))
        elif _CONTAINER.match(body):
            holders.append(base + 4)
        blank = False
    return found


def _html(text: str) -> list[tuple[int, int]]:
    """Return the blocks of HTML in which Markdown is not read."""
    found: list[tuple[int, int]] = []
    done = 0
    budget = len(text) * 4 + 1000
    for match in _HTML.finditer(text):
        if match.start() < done or re.search(r"\bmarkdown\b", match["attributes"]):
            continue
        name = re.escape(match["name"])
        depth, end = 1, len(text)
        for tag in re.compile(rf"<(/?){name}\b", re.IGNORECASE).finditer(text, match.end()):
            depth += -1 if tag[1] else 1
            if not depth:
                end = tag.end()
                break
        budget -= end - match.start()
        if budget < 0:
            break
        if end < len(text):
            found.append((match.start(), end))
            done = end
    return found
