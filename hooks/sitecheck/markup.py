"""Reading HTML: tags and attributes, found as a browser finds them.

The standard library's ``html.parser`` needs about 10 ms for a page of Material for MkDocs, half of
what MkDocs needs to build it. One compiled expression needs a thirtieth of that and follows the
tokenizer of https://html.spec.whatwg.org/multipage/parsing.html where it matters here: comments,
elements whose content is text, quoted and unquoted values, and what is never closed.
Every alternative is possessive and ends at the end of the text, so that time grows linearly. Only
single characters are repeated possessively: for groups, Python before 3.11.5 does so wrongly.
"""

from __future__ import annotations

import re
from html import unescape

from sitecheck.lazy import lazy

_ATTRIBUTES = r"""[^>=]*+(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?[^>=]*+)*"""

_HIDDEN = r"""
      !--(?:-?>|[^-]*+(?:-(?!->|-!>)[^-]*+)*(?:--!?>|\Z))
    | !\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*(?:\]\]>|\Z)"""
_RAW = rf"""
      (?P<raw>(?i:script|style|textarea|title|xmp|iframe|noembed|noframes))(?=[\s/>])
      (?P<raw_attributes>{_ATTRIBUTES})(?:>|\Z)
      (?P<text>[^<]*+(?:<(?!/(?i:(?P=raw))[\s/>])[^<]*+)*)"""

TOKEN = re.compile(
    rf"""<(?:{_HIDDEN} | {_RAW}
    | (?P<name>/?[a-zA-Z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})(?:>|\Z)
    | [!?/][^>]*+(?:>|\Z)
    )""",
    re.VERBOSE,
)

# The same without what never matters in a page's content: tags that have no attributes, except for
# the end of a link, and the spans of highlighted code, which are most of all tags. What the table of
# contents adds to a heading leads to that heading.
TELLING = re.compile(
    rf"""<(?:
      (?P<end>/[aA])(?=[\s/>])
    | (?!/|a\ class="headerlink"\ href="\#|[a-z]++\ class="[^"<>m]*+(?:m(?!ermaid)[^"<>m]*+)*">)(?:{_HIDDEN} | {_RAW}
      | (?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>[\s/]{_ATTRIBUTES})(?:>|\Z)
      | [!?][^>]*+(?:>|\Z))
    )""",
    re.VERBOSE,
)

_ATTRIBUTE = re.compile(
    r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]++)))?"""
)


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag by their names in lower case; of equal names the first."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        value = double or single or bare
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def attribute_spans(text: str) -> list[tuple[str, str, int]]:
    """Return name, raw value and the value's offset of each attribute of a tag."""
    found = []
    for match in _ATTRIBUTE.finditer(text):
        group = next((group for group in (2, 3, 4) if match[group] is not None), None)
        start = match.start(group) if group else match.end(1)
        found.append((match[1].lower(), match[group] if group else "", start))
    return found


_CODE = lazy(
    r"<(code|pre|kbd|samp|svg|math|button|select)\b.*?(?:</\1\s*+>|\Z)"
    r"""|<(span|div)\s+class="?(?:arithmatex|filename|katex)[^>]*+>.*?(?:</\2>|\Z)""",
    re.DOTALL | re.IGNORECASE,
)


def text_of(html: str) -> str:
    """Return the text that a reader sees outside code, with one space for each tag between."""
    return unescape(TOKEN.sub("", _CODE.sub(" ", html)))
