"""The site's files that are not pages: what they lead to, whether they are used, their size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sitecheck import styles
from sitecheck.lazy import lazy
from sitecheck.markup import TOKEN, attribute_spans, attributes
from sitecheck.model import Problem, Use
from sitecheck.pages import code_of, paints_of, uses_of

_MEDIA = frozenset(
    [
        ".avif",
        ".bmp",
        ".css",
        ".gif",
        ".ico",
        ".jpeg",
        ".jpg",
        ".js",
        ".m4a",
        ".mjs",
        ".mov",
        ".mp3",
        ".mp4",
        ".ogg",
        ".otf",
        ".pdf",
        ".png",
        ".svg",
        ".tif",
        ".tiff",
        ".ttf",
        ".wav",
        ".webm",
        ".webp",
        ".woff",
        ".woff2",
    ]
)
# Asked for by name, without a link.
_BY_NAME = lazy(
    r"(?:.*/)?(?:favicon[^/]*|apple-touch-icon[^/]*|android-chrome[^/]*|mstile[^/]*|browserconfig\.xml"
    r"|sw\.js|service-worker\.js|manifest\.[^/]*|\.[^/]+)|\.well-known/.*",
    re.IGNORECASE,
)
_STYLE_SHEET = lazy(r"""<\?xml-stylesheet\s[^<>]*?\bhref=["']([^"'<>\n]*)""")
_ICON = lazy(r"""\"src"\s*:\s*"([^"\\]*)\"""")
_MAY_RUN = lazy(r"<script|[\s\"'/]on[a-z]+\s*=", re.IGNORECASE)
_BUDGETS = {
    ".css": 500,
    ".js": 1000,
    ".mov": 50_000,
    ".mp4": 50_000,
    ".otf": 500,
    ".pdf": 20_000,
    ".ttf": 500,
    ".wasm": 10_000,
    ".webm": 50_000,
    ".woff": 500,
    ".woff2": 500,
}
_OTHER_BUDGET = 25_000
_IMAGE_BUDGET = 1000
IMAGES = frozenset([".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"])
TEXTS = frozenset(
    [
        ".css",
        ".htm",
        ".html",
        ".js",
        ".json",
        ".map",
        ".mjs",
        ".svg",
        ".txt",
        ".webmanifest",
        ".xml",
        ".yaml",
        ".yml",
    ]
)


def may_be_unused(path: str) -> bool:
    """Tell whether a file is of a kind that a page should name."""
    return path[path.rfind(".") :].lower() in _MEDIA and not _BY_NAME.fullmatch(path)


def budget(path: str) -> int:
    """Return how many kilobytes (1000 bytes) a file may have."""
    suffix = path[path.rfind(".") :].lower()
    return _IMAGE_BUDGET if suffix in IMAGES else _BUDGETS.get(suffix, _OTHER_BUDGET)


def references(path: Path, text: str) -> Iterator[tuple[Use, int]]:
    """Yield what a style sheet, a drawing or a manifest uses, with the offsets in its text."""
    if path.suffix == ".webmanifest":
        for match in _ICON.finditer(text):
            yield Use("image", "href", match[1]), match.start(1)
        return
    if path.suffix.lower() == ".css":
        for href, at in styles.addresses(text):
            yield Use("style", "", href), at
        return
    for match in _STYLE_SHEET.finditer(text):
        yield Use("link", "href", match[1]), match.start(1)
    for match in TOKEN.finditer(text):
        if match["raw"]:
            if match["raw"].lower() == "style":
                for href, at in styles.addresses(match["text"]):
                    yield Use("style", "", href), match.start("text") + at
            continue
        if not match["attributes"] or "=" not in match["attributes"]:
            continue
        found = attributes(match["attributes"])
        name = match["name"].lower()
        for use in [*uses_of(name, found), *sorted(paints_of(name, found))]:
            offset = match.start("attributes")
            for name, value, at in attribute_spans(match["attributes"]):
                if name == use.attribute:
                    offset += at + max(0, value.find(use.href))
                    break
            yield use, offset


def code_in(text: str) -> Iterator[tuple[Problem, int]]:
    """Yield what runs code in a drawing, with the offsets in its text."""
    for match in TOKEN.finditer(text) if _MAY_RUN.search(text) else ():
        for problem in code_of(match):
            offset = match.start()
            if problem.use.tag != "script":
                name = re.compile(re.escape(problem.use.attribute), re.IGNORECASE)
                offset = next((found.start() for found in name.finditer(text, offset)), offset)
            yield problem, offset


def names_in(path: Path, text: str) -> frozenset[str]:
    """Return the ids that a drawing defines."""
    return frozenset(re.findall(r"""\bid\s*=\s*["']([^"']+)["']""", text))
