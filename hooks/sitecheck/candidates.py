"""Everything in a source that may name a target, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from sitecheck import diagrams, styles
from sitecheck.blocks import fences
from sitecheck.markup import TOKEN, attribute_spans, attributes
from sitecheck.pages import CANDIDATE, PAINTS, runs
from sitecheck.sources import Document

_INLINE = re.compile(
    r"(!?)(\[[^\[\]\\]*+(?:(?:\\.|\[[^\[\]]*+\])[^\[\]\\]*+)*\]|\])\([ \t]*\n?[ \t]*"
)
_DEFINITION = re.compile(
    r"^[ \t>]*\[(?!\^)([^\]\n]+)\]:[ \t]*\n?[ \t]*(<[^>\n]*>|\S+)", re.MULTILINE
)
_FOOTNOTE = re.compile(r"^[ \t>]*(\[\^[^\[\]\n]+\]):", re.MULTILINE)
_AUTOMATIC = re.compile(r"<((?:[a-zA-Z][\w+.\-]*:[^\s<>]*)|[^\s<>@/\"'=]+@[^\s<>\"'=]+)>")
_WIKI = re.compile(r"\[\[([\w -]+)\]\]")
_BARE = re.compile(r"(?<![\w\"'(<=\[/])(?:https?://|www\.|mailto:)[^\s<>\"'\]]+")
_LIST = re.compile(r"\{:?[ \t]*([^{}\n]*)\}")
_LIST_ITEM = re.compile(r"""#([^\s"'#.}=]+)|([\w:\-]+)=(?:"([^"]*)"|'([^']*)'|([^\s}]+))""")
_TITLE = re.compile(r"\"[^\"\n]*\"[ \t]*\)|'[^'\n]*'[ \t]*\)")
_VALUED = frozenset(
    [
        "action",
        "background",
        "cite",
        "data",
        "formaction",
        "href",
        "longdesc",
        "poster",
        "src",
        "srcdoc",
        "usemap",
        "xlink:href",
    ]
)
_LONGEST_TARGET = 20_000
_LABEL = 60


class Candidate(NamedTuple):
    """A text that may name a target, as typed, and its offset.

    ``style`` says how it is written: "markdown", "image", "definition", "footnote", "automatic",
    "wiki", "html", "list" (an attribute list), "id", "diagram" or "style". ``label`` is the text that readers
    see for it, in the form of `plain`. ``tag`` is that of HTML. It is ``doubtful`` where Markdown is probably not read.
    ``opens`` is where its brackets begin, for a link begins before an image in its text.
    """

    start: int
    text: str
    style: str
    label: str = ""
    doubtful: bool = False
    tag: str = ""
    opens: int = -1

    @property
    def order(self) -> tuple[int, int]:
        """What puts candidates into the order in which their elements begin."""
        return (self.start if self.opens < 0 else self.opens), self.start


def plain(text: str) -> str:
    """Bring what is written, and what is seen, into one form: letters and digits."""
    if "<" in text:
        text = TOKEN.sub("", text)
    if "&" in text:
        text = unescape(text)
    return "".join(filter(str.isalnum, text))[:_LABEL].lower()


def candidates(document: Document) -> list[Candidate]:
    """Return everything in a document that may name a target or an id, in order."""
    found = list(_html(document))
    if not document.html:
        found += _markdown(document)
        found += _attribute_lists(document)
        found += _diagrams(document)
    found.sort(key=lambda candidate: candidate.order)
    return found


def _markdown(document: Document) -> Iterator[Candidate]:
    text, masked = document.text, document.masked
    for match in _inline(masked):
        start = match.end()
        if masked.startswith("<", start):
            end = masked.find(">", start, start + _LONGEST_TARGET)
            start += 1
        else:
            end = _target_end(masked, start)
        if end >= 0:
            doubtful = len(match[2]) == 1 or document.doubts(match.start())
            label = plain(text[match.start(2) : match.end(2)])
            style = "image" if match[1] else "markdown"
            yield Candidate(start, text[start:end], style, label, doubtful, opens=match.start())
    for match in _DEFINITION.finditer(masked):
        start, target = match.start(2), text[match.start(2) : match.end(2)]
        if target.startswith("<"):
            start, target = start + 1, target[1:-1]
        yield Candidate(start, target, "definition")
    for match in _FOOTNOTE.finditer(masked):
        yield Candidate(match.start(1), match[1], "footnote")
    for match in _AUTOMATIC.finditer(masked):
        target = text[match.start(1) : match.end(1)]
        yield Candidate(match.start(1), target, "automatic", plain(target))
    for match in _WIKI.finditer(masked):
        yield Candidate(match.start(1), match[1], "wiki", plain(match[1]))
    for match in _BARE.finditer(masked):
        target = match[0].partition("\0")[0].rstrip(".,;:!?)*_")  # code ends an address
        yield Candidate(match.start(), target, "automatic", plain(target))


def _inline(masked: str) -> Iterator[re.Match[str]]:
    """Yield where inline links and images begin, those in the texts of others too."""
    for match in _INLINE.finditer(masked):
        yield match
        if "](" in match[2]:
            yield from _INLINE.finditer(masked, match.start(2) + 1, match.end(2) - 1)


def _target_end(text: str, start: int) -> int:
    """Return the end of an inline target: brackets balance, a title ends it."""
    if _TITLE.match(text, start):
        return start
    depth = 0
    index = start
    limit = min(len(text), start + _LONGEST_TARGET)
    while index < limit:
        char = text[index]
        if char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return index
            depth -= 1
        elif char == "\n" and text[index + 1 : index + 2] == "\n":
            return -1
        elif char in " \t\n" and re.compile(r"\s{1,99}[\"')]").match(text, index):
            return index
        index += 1
    return -1


def _attribute_lists(document: Document) -> Iterator[Candidate]:
    for match in _LIST.finditer(document.masked):
        for item in _LIST_ITEM.finditer(match[1]):
            start = match.start(1) + item.start()
            if item[1]:
                yield Candidate(start + 1, item[1], "id")
                continue
            group = next(number for number in (3, 4, 5) if item[number] is not None)
            at = match.start(1) + item.start(group)
            name = item[2].lower()
            if name.startswith("on"):
                at = match.start(1) + item.start(2)
            yield from _valued(name, item[group], at, "list")


def _html(document: Document) -> Iterator[Candidate]:
    masked = document.masked
    for match in TOKEN.finditer(masked):
        tag = (match["name"] or match["raw"] or "").lower()
        group = "attributes" if match["attributes"] else "raw_attributes"
        if match[group]:
            spans = attribute_spans(match[group])
            if tag == "a":
                end = masked.find("</", match.end(), match.end() + 500)
                label = plain(masked[match.end() : end]) if end >= 0 else ""
            else:
                label = next((plain(value) for name, value, _ in spans if name == "alt"), "")
            for name, value, at in spans:
                start = match.start(group) + at
                if name.startswith("on"):
                    start = masked.lower().rfind(name, match.start(group), start)
                for each in _valued(name, value, start, "html", label):
                    yield each._replace(tag=tag, doubtful=document.indented(start))
        if tag == "style" and match["raw"]:
            for target, at in styles.addresses(match["text"]):
                yield Candidate(match.start("text") + at, target, "style")
        elif tag == "form" or (tag == "script" and _has_own_code(match[group])):
            doubtful = document.indented(match.start())
            yield Candidate(match.start(), f"<{tag}", "html", doubtful=doubtful)


def _has_own_code(text: str) -> bool:
    found = attributes(text or "")
    return "src" not in found and runs(found.get("type", ""))


def _diagrams(document: Document) -> Iterator[Candidate]:
    text = document.text
    for fence in fences(text):
        if fence.info.lstrip("{.").partition(" ")[0].rstrip("}") == "mermaid":
            for _, target, at in diagrams.addresses(text[fence.start : fence.end]):
                yield Candidate(fence.start + at, target, "diagram")


def _valued(name: str, value: str, start: int, style: str, label: str = "") -> Iterator[Candidate]:
    """Yield the targets in an attribute's value as it is written."""
    if name in {"srcset", "imagesrcset"}:
        for match in CANDIDATE.finditer(value):
            if target := match[1].rstrip(","):
                yield Candidate(start + match.start(1), unescape(target), style, label)
    elif name == "style" or (name in PAINTS and "url(" in value):
        for target, at in styles.addresses(value):
            yield Candidate(start + at, unescape(target), "style")
    elif name == "id":
        yield Candidate(start, unescape(value), "id")
    elif name == "content":
        if found := re.search(r"url\s*=\s*[\"']?([^\"']+)", value, re.IGNORECASE):
            yield Candidate(start + found.start(1), unescape(found[1].strip()), style)
        else:
            yield Candidate(start, unescape(value), style)
    elif name in _VALUED:
        lead = len(value) - len(value.lstrip())
        yield Candidate(start + lead, unescape(value.strip()), style, label)
    elif name.startswith("on") and len(name) > 4:
        yield Candidate(start, f"{name}=", style)
