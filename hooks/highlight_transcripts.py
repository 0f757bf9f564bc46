"""Show the lines of a build as output: Pygments takes the `#` of `#8 [2/7] COPY …` for a prompt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pygments.lexers.shell import BashSessionLexer  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

STEP = r"(?!#\d)"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Tell the lexer of `console`, which has no option for it, what is no prompt."""
    prompt: re.Pattern[str] = BashSessionLexer._ps1rgx
    if not prompt.pattern.startswith(STEP):
        BashSessionLexer._ps1rgx = re.compile(STEP + prompt.pattern)
    return config
