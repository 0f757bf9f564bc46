"""Everything about addresses, as functions over texts.

Addresses are read as browsers read them (https://url.spec.whatwg.org/): surrounding white space
falls away, so do tabs and line breaks within, and a backslash counts as a slash.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from sitecheck.lazy import lazy

_PARTS = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.\-]*+):)?"
    r"(?:(?P<slashes>[/\\]{2})(?P<host>[^/\\?#]*+))?"
    r"(?P<path>[^?#]*+)(?:\?(?P<query>[^#]*+))?(?:\#(?P<fragment>.*+))?",
    re.DOTALL,
)
_SPACE = "".join(map(chr, range(33)))  # C0 control characters and the space
_BREAKS = lazy(r"[\t\r\n]")
WEB = frozenset({"http", "https"})


class Ref(NamedTuple):
    """An address in its parts; what is absent is an empty text, an absent fragment is None."""

    scheme: str
    host: str | None
    path: str
    query: str
    fragment: str | None

    @property
    def local(self) -> bool:
        """Whether the address has neither scheme nor host."""
        return not self.scheme and self.host is None


@lru_cache(maxsize=4096)
def parse(href: str) -> Ref:
    """Split an address as it stands in an attribute, after its entities were decoded."""
    href = href.strip(_SPACE)
    if not href.isprintable():
        href = _BREAKS.sub("", href)
    match = _PARTS.fullmatch(href)
    assert match  # every part may be empty, the last ones take anything
    scheme = (match["scheme"] or "").lower()
    path = match["path"]
    if "\\" in path and (not scheme or scheme in WEB):
        path = path.replace("\\", "/")
    return Ref(scheme, match["host"], path, match["query"] or "", match["fragment"])


def decode(text: str) -> str:
    """Resolve percent escapes; bytes that are not UTF-8 become what file names have for them."""
    return unquote(text, errors="surrogateescape") if "%" in text else text


def encode(text: str) -> str:
    """Write a path so that it can stand in an address."""
    return quote(text, safe="/!$&'()*+,;=:@~-._", errors="surrogateescape")


def join(folder: str, path: str) -> str | None:
    """Resolve a path against a folder of the site; None when it leads above the site.

    Folders are '' or end with a slash, as do results that name a folder. Neither begins with one.
    """
    if path.startswith("/"):
        folder, path = "", path[1:]
    path = decode(path)
    if "./" not in path and not path.endswith("."):
        return folder + path.lstrip("/")
    parts = folder.split("/")[:-1]
    *segments, last = path.split("/")
    if last in {".", ".."}:
        segments.append(last)
        last = ""
    for segment in segments:
        if segment == "..":
            if not parts:
                return None
            parts.pop()
        elif segment not in {"", "."}:
            parts.append(segment)
    return "/".join([*parts, last])


def folder_of(path: str) -> str:
    """Return the folder of a file, '' or with a slash at its end."""
    return path[: path.rfind("/") + 1]


def relative(path: str, folder: str) -> str:
    """Return the path as seen from a folder of the same tree."""
    if not folder:
        return path or "./"
    here, there = folder.split("/")[:-1], path.split("/")
    common = 0
    while common < len(here) and common < len(there) - 1 and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - common) + "/".join(there[common:]) or "./"
