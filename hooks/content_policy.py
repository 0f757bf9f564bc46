"""What the site's pages may load and run: a strict Content-Security-Policy, computed from them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

_ELEMENT = re.compile(
    r"""<(script|style)\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)</\1>""", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*?\s(style|on\w+)\s*=""", re.DOTALL)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_RUNS = {"", "module", "text/javascript", "application/javascript"}

DIRECTIVES = {
    "default-src": ["'self'"],
    "base-uri": ["'self'"],
    "form-action": ["'none'"],  # the search box and the switch of colours are forms, never sent
    "frame-ancestors": ["'none'"],
    "img-src": ["'self'", "data:"],  # the icons in the style sheet
    "object-src": ["'none'"],
}
"""What every policy says. Scripts, styles, connections and workers are `default-src`'s."""


def policy(pages: Iterable[str], *, drawn_by_scripts: bool = False) -> str:
    """Return the value of the header for the pages of a site.

    What stands in their markup is allowed by its hash, and nothing else beside it. Where a script
    draws diagrams in the reader's browser, their style sheets have no hash yet.
    """
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    attributes: set[str] = set()
    for html in pages:
        for kind, names, text in _ELEMENT.findall(html):
            if kind.lower() == "style" or (_runs(names) and text.strip()):
                hashes[kind.lower()].add(_hash(text))
        attributes.update(_ATTRIBUTE.findall(html))
    if handlers := sorted(attributes - {"style"}):
        raise ValueError(f"a strict policy allows no '{handlers[0]}' attribute in a page")
    directives = dict(DIRECTIVES)
    if hashes["script"]:
        directives["script-src"] = ["'self'", *sorted(hashes["script"])]
    if "style" in attributes or drawn_by_scripts:
        directives["style-src"] = ["'self'", "'unsafe-inline'"]
    elif hashes["style"]:
        directives["style-src"] = ["'self'", *sorted(hashes["style"])]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def _runs(attributes: str) -> bool:
    kind = _TYPE.search(attributes)
    return not kind or kind[1].lower() in _RUNS


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
