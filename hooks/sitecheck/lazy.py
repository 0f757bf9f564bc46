"""Regular expressions that are compiled when they are first used.

Compiling all of them takes a hundredth of a small build, and most builds need few.
"""

from __future__ import annotations

import re
from typing import cast


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(*self._source)
        for each in ("findall", "finditer", "fullmatch", "match", "search", "sub"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what can be used as a compiled expression."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
