"""Markdown that was meant as a link and stayed text, and metadata that is not YAML."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import count

import yaml

from sitecheck.addresses import invisible
from sitecheck.blocks import FRONT_MATTER
from sitecheck.model import Finding
from sitecheck.sources import Document, nearest

_FULL = re.compile(
    r"(?<![\w\])`\\\0])(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\]\[([^\[\]\n]*)\](?![\[(:{+])"
)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^([^\[\]\s^]+)\](?!\+)(:?)")
_DEFINED = re.compile(
    r"^[ \t>]*\[(?P<name>[^\^\[\]][^\[\]]*)\]:[ \t]*\n?[ \t]*[^\s\[]\S*[ \t]*"
    r"(?:(?:\n[ \t]*)?(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$"
    r"|^[ \t>]*\[(?P<note>\^[^\[\]]+)\]:",
    re.MULTILINE,
)
_SPACED = re.compile(
    r"(?<!\\)\[[^\[\]\n]+\]((?:[ \u00a0\u200b\u2060\ufeff]++\n?|\n)[ >]*+)\(([^()\s]+)\)"
)
_UNCLOSED = re.compile(r"(?<!\\)!?\[[^\[\]\n]+\]\(([^()\s]+)(?=\s)(?![ \t]*\n?[ \t]*[\"'(])")
_CLASS = re.compile(r"\W*(?:(?:a-z|A-Z|0-9)[\W_]*)+")  # a class of characters
_REVERSED = re.compile(r"(?<![\w\])])\(([^()\n]+)\)\[([^\[\]\s]+)\](?![\[(])")
_INLINE = re.compile(r"(?<!\\)!?\[[^\[\]\n]*\]\(([^()\s]+)(?:[ \t]+\"[^\"\n]*\")?\)")
_ESCAPED = re.compile(r"\\(!?\[[^\[\]\n]*\]\([^()\s]+\))")
_MOST_LOOKS = 50  # comparisons by likeness on one page
_LOOKS_LIKE_TARGET = re.compile(
    r"(?:https?://|mailto:|#|\.{0,2}/)\S+|[^\s*+^$\\|]+\.(?:md|html?|png|svg|jpe?g|gif|webp|pdf)(?:#\S*)?"
)


def check_texts(document: Document, leftovers: str, footnotes: bool) -> Iterator[Finding]:
    """Find links that a page shows as text, given the text that its reader sees outside code.

    Something counts only when both agree: the source has it outside code and not escaped, and the
    page shows its brackets.
    """
    masked = document.masked
    shown = " ".join(leftovers.split())
    names = {match["name"] or match["note"] for match in _DEFINED.finditer(masked)}
    defined = {_normal(name) for name in names}
    left = Counter(re.findall(r"\]\[([^\[\]]*)\]|\[(\^[^\[\]\s]+)\]", shown))
    looks = count()
    for match in _by_doubt(document, _references(masked)) if "][" in shown else ():
        name = match[3] or match[2]
        if match[2].startswith("^") or match[3].startswith("^") or _normal(name) in defined:
            continue
        seen = (" ".join(match[3].split()), "")
        if not left[seen]:
            continue
        if match[2].strip().isdigit() and name.strip().isdigit():
            continue
        if document.doubts(match.start()) and " ".join(match[0].split()) not in shown:
            continue
        left[seen] -= 1
        start, end = match.span(3 if match[3] else 2)
        name = document.text[start:end]
        yield _finding(
            document, start, "undefined-reference", name,
            f"no line '[{name}]: …' defines this reference. Add it, or correct the name."
            + (_meant(name, names) if next(looks) < _MOST_LOOKS else ""),
        )  # fmt: skip
    notes = [f"[{name}]" for name in names if name.startswith("^")]
    noted = _FOOTNOTE.finditer(masked) if footnotes and "[^" in shown else ()
    for match in _by_doubt(document, noted):
        name = match[1]
        if match[2] or _normal(f"^{name}") in defined or _CLASS.fullmatch(name):
            continue
        if not left["", f"^{name}"]:
            continue
        left["", f"^{name}"] -= 1
        yield _finding(
            document, match.start(1) - 2, "undefined-footnote", f"[^{name}]",
            f"no line '[^{name}]: …' defines this footnote. Add it, or correct the name."
            + (_meant(f"[^{name}]", notes) if next(looks) < _MOST_LOOKS else ""),
        )  # fmt: skip
    for match in _SPACED.finditer(masked):
        if _LOOKS_LIKE_TARGET.fullmatch(match[2]) and f"({match[2]})" in leftovers:
            what = invisible(match[1]) or ("a line's end" if "\n" in match[1] else "a space")
            yield _finding(
                document, match.start(2), "unrendered-link", match[2],
                f"this is shown as text, for {what} stands between ']' and '('. Remove it.",
            )  # fmt: skip
    for match in _UNCLOSED.finditer(masked):
        if _LOOKS_LIKE_TARGET.fullmatch(match[1]) and f"]({match[1]} " in f"{shown} ":
            yield _finding(
                document, match.start(1), "unrendered-link", match[1],
                "this is shown as text, for no ')' ends the target. Add it.",
            )  # fmt: skip
    for match in _REVERSED.finditer(masked):
        if _LOOKS_LIKE_TARGET.fullmatch(match[2]) and f")[{match[2]}]" in shown:
            yield _finding(
                document, match.start(2), "unrendered-link", match[2],
                "this is shown as text, for the brackets are swapped: write [text](target).",
            )  # fmt: skip
    written: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in _INLINE.finditer(masked):
        if _LOOKS_LIKE_TARGET.fullmatch(match[1]) and not document.indented(match.start()):
            written[" ".join(match[0].split())].append(match)
    links = Counter(" ".join(match[0].split()) for match in _INLINE.finditer(shown))
    links.subtract(" ".join(match[1].split()) for match in _ESCAPED.finditer(document.text))
    for link, matches in written.items():
        number = links[link]
        matches.sort(key=lambda match: not document.doubts(match.start()))
        for match in matches[: max(0, number)]:
            yield _finding(
                document, match.start(1), "unrendered-link", match[1],
                "this is shown as text. In an HTML element, write <a href> or add markdown=\"1\".",
            )  # fmt: skip


def check_front_matter(document: Document) -> Iterator[Finding]:
    """Find metadata that MkDocs silently shows as text, since it is not a mapping in YAML."""
    text = document.text
    if not text.startswith("---"):
        return
    match = FRONT_MATTER.match(text)
    if not match:
        first = text.partition("\n")[2].partition("\n")[0]
        if re.match(r"---[ \t]*\n", text) and re.match(r"[A-Za-z_][\w-]*:(?:\s|$)", first):
            yield _finding(
                document, 0, "bad-front-matter", "---",
                "no second line '---' ends the metadata. Add it.",
            )  # fmt: skip
        return
    path = document.lines[0].path
    try:
        data = yaml.load(match[1], _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        what = error.problem or error.context or "this is not YAML"
        yield Finding(
            path, line, column, "bad-front-matter",
            f"the metadata is not valid YAML: {what}. Quote values that contain ':' or '#'.",
        )  # fmt: skip
    except (yaml.YAMLError, ValueError) as error:
        what = str(error).splitlines()[0] if str(error) else "it cannot be read"
        yield Finding(path, 1, 1, "bad-front-matter", f"the metadata is not valid YAML: {what}.")
    else:
        if not isinstance(data, dict) and match[1].strip() and data is not None:
            yield Finding(
                path, 2, 1, "bad-front-matter",
                "the metadata is no mapping. Write lines such as 'description: …'.",
            )  # fmt: skip


def _by_doubt(document: Document, matches: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """Return what is probably read as Markdown first."""
    return sorted(matches, key=lambda match: document.doubts(match.start()))


def _meant(name: str, names: Iterable[str]) -> str:
    close = nearest(name, names)
    return f" Did you mean '{close}'?" if close else ""


def _references(masked: str) -> Iterator[re.Match[str]]:
    """Yield what is written as a reference, also in the text of another one."""
    for match in _FULL.finditer(masked):
        yield match
        if "][" in match[2]:
            yield from _FULL.finditer(masked, *match.span(2))


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _normal(name: str) -> str:
    return " ".join(name.lower().split())


def _finding(document: Document, start: int, rule: str, typed: str, what: str) -> Finding:
    place = document.place(start)
    return Finding(place.path, place.line, place.column, rule, f"'{typed}': {what}")
