"""Addresses in Mermaid diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.lazy import lazy

_CLICK = lazy(
    r"""(?:^|;)[ \t]*(?:
      click[ \t]+[^\s"]+[ \t]+(?:href[ \t]+)?"(?P<click>[^"\n]*)"
    | link[ \t]+[^\s":]+[ \t]+"(?P<shape>[^"\n]*)"
    | link[ \t]+[^\n:]+:[^\n@]*@[ \t]*(?P<actor>\S[^\n]*)
    | links[ \t]+[^\n:]+:[ \t]*\{(?P<actors>[^\n]*)\}
    )""",
    re.MULTILINE | re.VERBOSE,
)
_PAIR = lazy(r"""["'][^"'\n]*["']\s*:\s*["']([^"'\n]*)["']""")
_LABEL = lazy(
    r"""<a\s[^<>]*?\bhref=["']?(?P<a>[^"'<>\s]+)|<img\s[^<>]*?\bsrc=["']?(?P<img>[^"'<>\s]+)"""
    r"""|@\{[^{}]*?\bimg:[ \t]*["'](?P<shape>[^"'\n]*)["']""",
)
_COMMENT = lazy(r"^[ \t]*%%(?!\{)[^\n]*", re.MULTILINE)


def addresses(diagram: str) -> Iterator[tuple[str, str, int]]:
    """Yield where a diagram's parts lead to when they are selected, and which images they show.

    Each comes with the attribute of a use, '' or 'img', and its offset. See
    https://mermaid.js.org/syntax/flowchart.html#interaction, likewise classDiagram, gantt and
    sequenceDiagram (actor menus). Labels may be HTML, nodes may be images.
    """
    if "%%" in diagram:
        diagram = _COMMENT.sub(lambda match: " " * len(match[0]), diagram)
    for match in _CLICK.finditer(diagram):
        if match["actors"] is not None:
            for pair in _PAIR.finditer(match["actors"]):
                yield "", pair[1], match.start("actors") + pair.start(1)
        elif match.lastgroup:
            yield "", match[match.lastgroup].strip(), match.start(match.lastgroup)
    for match in _LABEL.finditer(diagram) if "<" in diagram or "@{" in diagram else ():
        assert match.lastgroup
        attribute = "" if match.lastgroup == "a" else "img"
        yield attribute, match[match.lastgroup].strip(), match.start(match.lastgroup)
