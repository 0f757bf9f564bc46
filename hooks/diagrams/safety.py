"""The last look at a drawing before it goes into a page: a picture, and nothing that acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_DRAWING = """
    svg g defs desc title style marker path rect circle ellipse line polygon polyline text tspan
    textpath a use symbol image clippath mask pattern lineargradient radialgradient stop filter
    fedropshadow fegaussianblur feoffset femerge femergenode feflood fecomposite fecolormatrix
    feblend switch foreignobject
"""
_LABEL = "div span p br b i strong em code"  # event models are labelled in HTML
_TAGS = frozenset(f"{_DRAWING} {_LABEL}".split())
_ADDRESSES = ("href", "xlink:href", "src")
_SCHEME = re.compile(r"\s*(?:([a-z][a-z0-9+.-]*):|(//))", re.IGNORECASE)
_ACTIVE_STYLE = re.compile(r"@import|expression\(|url\(\s*[\"']?(?!#)", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        if tag not in _TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if _acts(tag, name, value or ""):
                self.found.append(f'{name}="{value}"')

    def handle_data(self, data: str) -> None:
        if self._tag == "style" and (match := _ACTIVE_STYLE.search(data)):
            self.found.append(match[0])

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""


def _acts(tag: str, name: str, value: str) -> bool:
    if name in _ADDRESSES:
        scheme = _SCHEME.match(value)
        known = {"http", "https", "mailto"} if tag == "a" else set()  # the rest would be fetched
        return scheme is not None and (scheme[1] or "").lower() not in known
    return name.startswith("on") or _ACTIVE_STYLE.search(value) is not None


def find_active(svg: str) -> str:
    """Return the first thing that a picture must not have, or an empty text.

    That is what runs, and what a browser would fetch from another host. Mermaid leaves this to a
    library that needs a real browser. Here what is not known is refused.
    """
    reader = _Reader()
    reader.feed(svg)
    reader.close()
    return next(iter(reader.found), "")
