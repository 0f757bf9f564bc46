"""What is the same on all pages and works by script only, sent once: in the script they share."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

_PLACES = {
    ".md-header__option": re.compile(
        r'(<form class="md-header__option"[^>]*>)(.*?)(?=</form>)', re.DOTALL
    ),
    ".md-search": re.compile(
        r'(<div class="md-search"[^>]*>)(.*?)(?=</div>\s*<div class="md-header__source">)',
        re.DOTALL,
    ),
}
"""The switch of the colours and the search box: the selector of each in a page, and what is in it."""


def share(pages: Collection[str]) -> dict[str, str]:
    """Return the markup inside each place that is the same on all pages, by its selector."""
    shared = {}
    for selector, place in _PLACES.items():
        found = {match[2] if (match := place.search(html)) else "" for html in pages}
        if len(found) == 1 and (markup := found.pop()):
            shared[selector] = markup
    return shared


def empty(html: str, shared: Collection[str]) -> str:
    """Return a page without the markup at these places."""
    for selector in shared:
        html = _PLACES[selector].sub(r"\1", html)
    return html


def write_script(shared: dict[str, str]) -> str:
    """Return the script that puts the markup into its places, before any other looks for it."""
    return "".join(
        f"document.querySelector({json.dumps(selector)}).innerHTML = {json.dumps(markup)};\n"
        for selector, markup in shared.items()
    )
