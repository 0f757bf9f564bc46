"""Addresses in style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.lazy import lazy

_ADDRESS = lazy(
    r"""/\*[^*]*+(?:\*(?!/)[^*]*+)*(?:\*/|\Z)
    | (?:\burl\(\s*+(?:"(?P<a>[^"\\\n]*+)"|'(?P<b>[^'\\\n]*+)'|(?P<c>[^\s"'()\\]++))\s*+\))
    | @import\s++(?:"(?P<d>[^"\\\n]*+)"|'(?P<e>[^'\\\n]*+)')
    | \bimage-set\((?P<set>[^;{}]*+)
    | "[^"\\\n]*+(?:\\.[^"\\\n]*+)*"? | '[^'\\\n]*+(?:\\.[^'\\\n]*+)*'?
    | @namespace\b[^;]*+;
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_IN_SET = lazy(
    r"""type\(\s*+(?:"[^"\n]*+"|'[^'\n]*+')
    | \burl\(\s*+(?P<c>[^\s"'()\\]++)
    | "(?P<a>[^"\\\n]*+)" | '(?P<b>[^'\\\n]*+)'
    """,
    re.VERBOSE | re.IGNORECASE,
)


def addresses(css: str) -> Iterator[tuple[str, int]]:
    """Yield each address that the browser would load, with its offset."""
    for match in _ADDRESS.finditer(css):
        if match["set"]:
            for part in _IN_SET.finditer(match["set"]):
                if part.lastgroup:
                    yield part[part.lastgroup], match.start("set") + part.start(part.lastgroup)
        elif match.lastgroup:
            yield match[match.lastgroup], match.start(match.lastgroup)
