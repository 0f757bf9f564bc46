"""The markup of a page without what no reader gets anything from."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import partial

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
_CODE = re.compile(r'<div class="language-([\w-]+) highlight">.*?</code></pre>', re.DOTALL)
_PRE = re.compile(r"(<pre>)(?:<span></span>)?(.*?)(?=</pre>)", re.DOTALL)
_NUMBER = re.compile(r'<span class="normal">([ \d]+)</span>')
_LINE = re.compile(r'<span id="__line-[^"]*">')
_SPAN = re.compile(r'<span(?: class="([^"]*)")?>|</span>')
_ALIKE = re.compile(r'<span class="(\w+)">([^<]*)</span>([ \t]*)<span class="\1">')
_OUTPUT = re.compile(r'<span>([^<]*)</span><span>(?!<span class="gp")')
_TOKEN_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN_CLASS = re.compile(r"\.highlight \.(\w+)(?=,|$)")
_PLAIN = ("name", "operator", "punctuation")
"""Of Material's colours for code, those that are the colour of code itself: extra.css says so."""
_TAG = re.compile(r"""<[a-z](?:[^>"']|"[^"]*"|'[^']*')*\sdata-md-(?:[^>"']|"[^"]*"|'[^']*')*>""")
_UNREAD = re.compile(
    r'<meta name="generator"[^>]*>|<link rel="(?:prev|next)"[^>]*>|\sdata-search-exclude(?=[\s>])'
)
# In the theme's own parts, nothing stands beside these words and icons.
_AROUND = re.compile(
    r"""(<(?:a|button|label|span)\s[^>]*\bclass="md-[^>]*>)[ ]|[ ](?=</(?:a|button|label|li|span)>)"""
)
_QUOTED = re.compile(r"""=(?:"([^\s"'=<>`]*[^\s"'=<>`/])")(?=[\s>])""")
# Lists of the text only: some of the theme's items stand side by side, where a space is seen.
_ENDS = re.compile(
    r"""</li>[ ]?(?=<li>|</[uo]l>)
    | </p>(?=<(?:p|[uod]l|div|h[1-6]|table|details|figure|pre|form|section|hr|blockquote)\b)
    | </p>(?=</(?:div|li|td|details|article|section|dd|blockquote|form)>)
    | </t[dh]>(?=<t[dh]\b|</tr>) | </tr>(?=<tr\b|</t(?:head|body|able)>)
    | </thead>(?=<tbody\b) | </tbody>(?=</table>) | </d[td]>(?=<d[td]\b|</dl>)""",
    re.VERBOSE,
)
_ANY_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>""")
_OWN = re.compile(r'\s(data-md-[\w-]+)(?:="[^"]*")?')
_SPACE = re.compile(r"[ \t\r\n\f]+")


def lighten(html: str, named: Collection[str] = ()) -> str:
    """Return a page that looks and behaves the same.

    ``named`` are the attributes that the style sheet or a script speaks of: the theme's others were
    for its own script.
    """

    def choose(attribute: re.Match[str]) -> str:
        return attribute[0] if attribute[1] in named else ""

    light = _UNREAD.sub("", _collapse(html))
    before, article, after = light.partition("<article")
    text, end, after = after.rpartition("</article>")
    light = "".join((_AROUND.sub(r"\1", before), article, text, end, _AROUND.sub(r"\1", after)))
    return _omit(_TAG.sub(lambda tag: _OWN.sub(choose, tag[0]), light))


def dressing(css: str) -> dict[str, str]:
    """Return for each class of a token of code the first class that looks the same.

    Classes that look like code without any are left out.
    """
    looks: dict[str, str] = {}
    dressed: dict[str, str] = {}
    for selectors, look in _TOKEN_RULE.findall(css):
        for name in _TOKEN_CLASS.findall(selectors):
            if not any(f"--md-code-hl-{plain}-color" in look for plain in _PLAIN):
                dressed[name] = looks.setdefault(look, name)
    return dressed


def lighten_code(html: str, dressed: Mapping[str, str]) -> str:
    """Take from the code of a page the numbers of its lines, and the spans that no rule dresses.

    ``dressed`` is what `dressing` returns. Neighbours that look the same become one.
    """
    return _CODE.sub(lambda code: _PRE.sub(partial(_lighten_pre, code[1], dressed), code[0]), html)


def _lighten_pre(language: str, dressed: Mapping[str, str], pre: re.Match[str]) -> str:
    """A transcript has two colours, commands and output: extra.css tells lines by their prompt."""
    is_transcript = language == "console"
    closing: list[str] = []

    def choose(span: re.Match[str]) -> str:
        if span[0] == "</span>":
            return closing.pop()
        classes = (span[1] or "").split()
        if is_transcript:
            kept = [name for name in classes if name == "gp"]
        else:
            kept = [name for name in classes if name == "hll"]
            kept += [dressed[name] for name in classes[:1] if name in dressed]
        keep = bool(kept) or (is_transcript and not closing)
        closing.append("</span>" if keep else "")
        return (f'<span class="{" ".join(kept)}">' if kept else "<span>") if keep else ""

    text = _SPAN.sub(choose, _LINE.sub("<span>", _NUMBER.sub(r"\1", pre[2])))
    alike, joined = (_OUTPUT, r"<span>\1") if is_transcript else (_ALIKE, r'<span class="\1">\2\3')
    while (shorter := alike.sub(joined, text)) != text:
        text = shorter
    return pre[1] + text


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


def _omit(html: str) -> str:
    """Leave out the end tags and the quotes that HTML lets one leave out.

    https://html.spec.whatwg.org/multipage/syntax.html#optional-tags, and #unquoted there.
    """
    html = _ENDS.sub("", html)
    return _ANY_TAG.sub(lambda tag: _QUOTED.sub(r"=\1", tag[0]), html)


def _tidy_tag(tag: str) -> str:
    one = re.sub(r'("[^"]*")|\s+(>$)?', lambda match: match[1] or match[2] or " ", tag)
    return one.replace(' class=""', "")
