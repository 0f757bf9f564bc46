"""The markup of a page without what no reader gets anything from."""

from __future__ import annotations

import re
from collections.abc import Collection

_TOKEN = re.compile(
    r"""(?P<kept><(?P<name>pre|script|style|textarea|svg)\b.*?</(?P=name)>)
    | <!--.*?-->
    | (?P<tag></?[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>)
    | (?P<text>[^<]+|<)""",
    re.VERBOSE | re.DOTALL,
)
# Around these a browser shows no space, whatever the style sheet makes of them: list items and
# labels are left out, for the theme sets some of them side by side.
_BLOCK = re.compile(
    r"</?(?:html|head|body|base|meta|link|title|div|nav|header|footer|main|article|aside|section|p|h[1-6]"
    r"|ul|ol|dl|dt|dd|table|thead|tbody|tr|td|th|figure|figcaption|details|summary|form|hr|pre|script)\b"
)
# Not the tables with numbers beside the lines: there, each number is a span.
_CODE = re.compile(r'<div class="language-([\w-]+) highlight">(?!<table).*?</pre></div>', re.DOTALL)
_LINE = re.compile(r'<span id="__line-[^"]*">')
_SPAN = re.compile(r'<span(?: class="([^"]*)")?>|</span>')
_TAG = re.compile(r"""<[a-z](?:[^>"']|"[^"]*"|'[^']*')*\sdata-md-(?:[^>"']|"[^"]*"|'[^']*')*>""")
_OWN = re.compile(r'\s(data-md-[\w-]+)(?:="[^"]*")?')
_SPACE = re.compile(r"[ \t\r\n\f]+")


def lighten(html: str, styled: Collection[str], named: Collection[str] = ()) -> str:
    """Return a page that looks and behaves the same.

    ``styled`` are the classes that the site's style sheet speaks of, ``named`` the attributes that it
    or a script does: the theme's others were for its own script.
    """

    def choose(attribute: re.Match[str]) -> str:
        return attribute[0] if attribute[1] in named else ""

    light = _collapse(_CODE.sub(lambda code: _lighten_code(code[0], code[1], styled), html))
    return _TAG.sub(lambda tag: _OWN.sub(choose, tag[0]), light)


def _lighten_code(html: str, language: str, styled: Collection[str]) -> str:
    """Take from code the numbers of its lines, and the spans that no rule dresses.

    A transcript has two colours, commands and output: extra.css tells them by the prompt.
    """
    dressed = {"gp", "filename"} if language == "console" else styled
    closing: list[str] = []

    def choose(span: re.Match[str]) -> str:
        if span[0] == "</span>":
            return closing.pop()
        classes = [name for name in (span[1] or "").split() if name in dressed]
        keep = bool(classes) or not closing  # the outermost are the lines
        closing.append("</span>" if keep else "")
        return (f'<span class="{" ".join(classes)}">' if classes else "<span>") if keep else ""

    head, pre, rest = html.replace("<pre><span></span>", "<pre>", 1).partition("<pre>")
    return head + pre + _SPAN.sub(choose, _LINE.sub("<span>", rest))


def _collapse(html: str) -> str:
    """Take the spaces and the comments that a browser does not show."""
    parts: list[str] = []
    space = False  # one is due, unless a block comes next
    beside_block = True
    for token in _TOKEN.finditer(html):
        if text := token["text"]:
            shown = _SPACE.sub(" ", text)
            if shown[0] == " " and not beside_block:
                space = True
            shown = shown.strip(" ")
            if shown:
                parts.append(f" {shown}" if space else shown)
                beside_block = False
                space = text[-1].isspace()
        elif piece := token["tag"] or token["kept"]:
            beside_block = bool(_BLOCK.match(piece))
            if space and not beside_block:
                parts.append(" ")
            space = False
            parts.append(_tidy_tag(piece) if token["tag"] else piece)
    return "".join(parts)


def _tidy_tag(tag: str) -> str:
    one = re.sub(r'("[^"]*")|\s+(>$)?', lambda match: match[1] or match[2] or " ", tag)
    return one.replace(' class=""', "")
