"""Scripts without their comments."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"(?m)^[ \t]*//.*\n|[ \t]+// .*$|^[ \t]+|\n(?=\n)")


def strip_comments(script: str) -> str:
    """Return a script of this site without its comments and its indentation.

    It relies on how these scripts are written: a comment begins a line, or follows code and a space,
    and no text of theirs goes over a line or holds `` // ``.
    """
    return _COMMENT.sub("", script)
