"""What a page defines and uses: one HTML text in, a :class:`Page` out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from sitecheck import diagrams
from sitecheck.addresses import invisible
from sitecheck.lazy import lazy
from sitecheck.markup import TELLING, TOKEN, attributes, text_of
from sitecheck.model import Page, Problem, Use
from sitecheck.styles import addresses

# Attributes whose value is one address, by element (https://html.spec.whatwg.org/#attributes-3).
_ADDRESSES = {
    "a": ("href", "xlink:href"),
    "area": ("href",),
    "animate": ("href", "xlink:href"),
    "animatemotion": ("href", "xlink:href"),
    "animatetransform": ("href", "xlink:href"),
    "audio": ("src",),
    "blockquote": ("cite",),
    "body": ("background",),
    "embed": ("src",),
    "feimage": ("href", "xlink:href"),
    "filter": ("href", "xlink:href"),
    "form": ("action",),
    "frame": ("src",),
    "button": ("formaction",),
    "del": ("cite",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "longdesc", "usemap"),
    "input": ("src",),
    "ins": ("cite",),
    "lineargradient": ("href", "xlink:href"),
    "link": ("href",),
    "mpath": ("href", "xlink:href"),
    "object": ("data",),
    "pattern": ("href", "xlink:href"),
    "q": ("cite",),
    "radialgradient": ("href", "xlink:href"),
    "script": ("src",),
    "source": ("src",),
    "table": ("background",),
    "td": ("background",),
    "textpath": ("href", "xlink:href"),
    "th": ("background",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
_CANDIDATES = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
# Attributes of drawings that name another part: "url(#…)".
PAINTS = frozenset(
    [
        "clip-path",
        "fill",
        "filter",
        "marker-end",
        "marker-mid",
        "marker-start",
        "mask",
        "stroke",
    ]
)
# <link> relations that load or lead to something; the others name hosts or profiles.
_RELATIONS = frozenset(
    [
        "alternate",
        "apple-touch-icon",
        "canonical",
        "help",
        "icon",
        "license",
        "manifest",
        "mask-icon",
        "modulepreload",
        "next",
        "preload",
        "prefetch",
        "prev",
        "search",
        "stylesheet",
    ]
)
CANDIDATE = lazy(r"[\s,]*+(\S++)(?:(?<!,)\s[^,(]*+(?:\([^)]*+\)?[^,(]*+)*)?")
_REFRESH = lazy(r"""\s*+[\d.]*+[\s;,]*+(?:url\s*+=\s*+)?["']?([^"']*)""", re.IGNORECASE)

_MEANINGLESS_LINKS = frozenset(
    [
        "available here",
        "check it out",
        "click here",
        "click me",
        "click this",
        "click this link",
        "continue reading",
        "download here",
        "find out more",
        "follow this link",
        "found here",
        "go here",
        "here",
        "learn more",
        "link here",
        "more",
        "more details",
        "more info",
        "more information",
        "read more",
        "read more here",
        "read this",
        "right here",
        "see here",
        "see more",
        "see this",
        "this",
        "this link",
        "view more",
        "visit here",
    ]
)
_MEANINGLESS_IMAGES = frozenset(
    [
        "a picture",
        "a screenshot",
        "alt text",
        "alternative text",
        "an image",
        "graphic",
        "img",
        "image",
        "image alt text",
        "image description",
        "image of",
        "n/a",
        "null",
        "photo",
        "photo of",
        "picture",
        "picture of",
        "placeholder",
        "screen shot",
        "screenshot",
        "screenshot of",
        "tbd",
        "the image",
        "thumbnail",
        "todo",
        "undefined",
        "untitled",
    ]
)
_LONGEST_MEANINGLESS = 24
# How the names of events begin, https://html.spec.whatwg.org/#event-handlers-on-elements,-document-objects,-and-window-objects
_EVENT = lazy(
    r"on(?:abort|after|animation|auxclick|before|begin|blur|bounce|can|change|click|close|command|context|copy"
    r"|cue|cut|dblclick|drag|drop|duration|emptied|end|error|finish|focus|form|fullscreen|gotpointer|hash|input"
    r"|invalid|key|language|load|lostpointer|message|mouse|offline|online|page|paste|pause|play|pointer"
    r"|popstate|progress|rate|ready|repeat|reset|resize|scroll|search|security|seek|select|show|slot"
    r"|stalled|start|storage|submit|suspend|time|toggle|touch|transition|unhandled|unload|volume|waiting|webkit"
    r"|wheel)[a-z]*"
)
_IMAGE_NAME = lazy(
    r"\S+\.(?:avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp)"
    r"|(?:figure|image|photo|picture|screen ?shot) ?\d+"
    r"|(?:dsc[nf]?|img|pxl)_\d+|screen ?shot (?:from )?\d{4}-\d\d-\d\d.*|[.…_*-]+",
    re.IGNORECASE,
)
_PLAIN_LINK = re.compile(r'\s+href="([^"&]*+)"\s*')
_PLAIN_ID = re.compile(r'\s+id="([^"&]*+)"\s*')
_HANDLER = re.compile(r"[\s\"'/]on[a-z]", re.IGNORECASE)
_CODE_IN_FRAME = lazy(r"<script|[\s/]on[a-z]+\s*=|javascript:", re.IGNORECASE)
_FORM = Problem(
    "unsafe-form",
    Use("form", "", "<form"),
    "a form sends what readers type somewhere. Link to the page that has it.",
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# With one of these, a link's text does not matter: it has another name, or is hidden.
_LABELLED = frozenset(["aria-hidden", "aria-label", "aria-labelledby"])
# With one of these, a link needs no text: it has a name, or is a name itself.
_NAMED = frozenset(["id", "name", "tabindex", "title"])
_TEXT_TAGS = lazy(
    r"</?(?:b|br|del|em|ins|mark|s|small|span|strong|sub|sup|u)\b(?![^<>]*\saria-label)[^>]*+>"
    r"|<!--.*?--!?>",
    re.IGNORECASE | re.DOTALL,
)
_DECORATION = lazy(r"""<img(?:\s[^>]*)?\salt=(?:""|'')[^>]*+>""", re.IGNORECASE)
_UNSEEN_TEXT = lazy(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_MARKDOWN_LEFT = lazy(r"\][\s\u00ad\u200b-\u200f\u2060\ufeff]{0,3}[\[(]|\[\^|\)\[")


def srcset(value: str) -> list[str]:
    """Return the addresses of a ``srcset``."""
    found = []
    for match in CANDIDATE.finditer(value):
        if match[1].rstrip(","):
            found.append(match[1].rstrip(","))
    return found


def uses_of(tag: str, found: dict[str, str]) -> Iterator[Use]:
    """Yield what a tag with these attributes uses."""
    for name in _ADDRESSES.get(tag, ()):
        if name in found and not (name == "cite" and " " in found[name]):  # a name, not an address
            yield Use(tag, name, found[name])
    if (name := _CANDIDATES.get(tag, "")) in found:
        for href in srcset(found[name]):
            yield Use(tag, name, href)
    if "style" in found and ("url(" in found["style"] or "URL(" in found["style"]):
        for href, _ in addresses(found["style"]):
            yield Use(tag, "style", href)


def paints_of(tag: str, found: dict[str, str]) -> Iterator[Use]:
    """Yield the parts of a drawing that a tag with these attributes is painted with."""
    for name in PAINTS.intersection(found):
        for href, _ in addresses(found[name]):
            yield Use(tag, name, href)


def read_content(html: str, page: Page, labels: list[str] | None = None) -> None:
    """Read the part of a page that was written for it alone.

    ``labels`` takes the text of each use, as HTML; only `locate` needs them.
    """
    ids, uses, problems = page.ids, page.uses, page.problems
    link: Use | None = None
    start, index = 0, -1
    given: dict[str, str] = {}  # the link's attributes
    for match in TELLING.finditer(html):
        end, raw, _, _, name, text = match.groups()
        if end is not None:
            if link is not None:
                inner = html[start : match.start()]
                if not inner and not link.href and "id" in given:
                    del uses[index]  # it is a name: [](){ #name }
                    link = None
                    continue
                short = len(inner) <= _LONGEST_MEANINGLESS or "<" in inner or "&" in inner
                if short and (problem := _judge_link(link, inner, index, given)):
                    problems.append(problem)
                if labels is not None:
                    labels += [""] * (index + 1 - len(labels))
                    labels[index] = inner  # an image inside has its own label already
                link = None
            continue
        if name is None:
            if raw:
                _read_raw(raw.lower(), match["raw_attributes"], match["text"], page)
            continue
        tag = name.lower()
        if tag == "a" and (plain := _PLAIN_LINK.fullmatch(text)):
            link = Use("a", "href", plain[1])
            index = len(uses)
            uses.append(link)
            start, given = match.end(), {}
            continue
        if tag in _HEADINGS and (plain := _PLAIN_ID.fullmatch(text)):
            _define(plain[1], tag, page)
            continue
        found = attributes(text)
        if "id" in found:
            _define(found["id"], tag, page)
        if tag == "a":
            if "name" in found:
                ids.add(found["name"])
            href = found.get("href", found.get("xlink:href"))
            if href is not None:
                link = Use("a", "href", href)
                index = len(uses)
                uses.append(link)
                start, given = match.end(), found
            uses.extend(use for use in uses_of(tag, found) if use.attribute == "style")
        elif tag == "img":
            if labels is not None:
                labels += [""] * (len(uses) - len(labels)) + [found.get("alt", "")]
            if problem := _alternative(found, len(uses)):
                problems.append(problem)
            uses.extend(uses_of(tag, found))
        else:
            button = tag == "input" and found.get("type", "").lower() == "image"
            if (tag == "area" or button) and (problem := _named_image(tag, found, len(uses))):
                problems.append(problem)
            if (tag == "pre" or tag == "div") and "mermaid" in found.get("class", "").split():
                close = html.find(f"</{name}", match.end())
                diagram = text_of_link(html[match.end() : close if close >= 0 else len(html)])
                uses.extend(Use("diagram", name, at) for name, at, _ in diagrams.addresses(diagram))
            elif tag == "map" and "name" in found:
                ids.add(found["name"])
            _read_other(tag, found, page)
            if "url(" in text:
                uses.extend(sorted(paints_of(tag, found)))
        if _HANDLER.search(text):
            _handlers(tag, found, problems)
    if "<form>" in html:  # the short expression leaves out what has no attribute
        for match in TOKEN.finditer(html):
            if match["name"] == "form" and not match["attributes"]:
                problems.append(_FORM)
    if labels is not None:
        labels += [""] * (len(uses) - len(labels))
    if "]" in html and _MARKDOWN_LEFT.search(html):
        page.leftovers = text_of(html)


def _read_other(tag: str, found: dict[str, str], page: Page) -> None:
    """Read an element that is neither a link nor an image."""
    if tag == "meta":
        page.uses.extend(_meta(found))
    elif tag == "base":
        if "href" in found and page.base is None:
            page.base = found["href"]
    elif tag == "link":
        if not _RELATIONS.isdisjoint(found.get("rel", "").lower().split()):
            page.uses.extend(uses_of(tag, found))
    elif tag in _ADDRESSES or "style" in found:
        page.uses.extend(uses_of(tag, found))
    if tag == "form":
        page.problems.append(_FORM)


def _define(name: str, tag: str, page: Page) -> None:
    if not name:
        return
    if name not in page.ids:
        page.ids.add(name)
        if not name.isascii() and (seen := invisible(name, joiners=False)):
            what = f"the name contains {seen}, which nobody can see. Type it again."
            page.problems.append(Problem("invisible-character", Use(tag, "id", name), what))
        return
    page.problems.append(
        Problem(
            "duplicate-id",
            Use(tag, "id", name),
            "this page has another element of this name, which links reach instead. Rename one.",
        )
    )


def _meta(found: dict[str, str]) -> Iterator[Use]:
    content = found.get("content", "")
    if found.get("http-equiv", "").lower() == "refresh":
        match = _REFRESH.match(content)
        if match and match[1].strip():
            yield Use("meta", "content", match[1].strip())
    elif found.get("property", found.get("name", "")) in {"og:image", "og:url", "twitter:image"}:
        yield Use("meta", "content", content)


def _alternative(found: dict[str, str], index: int = -1) -> Problem | None:
    alt = found.get("alt")
    long = alt is not None and len(alt) > _LONGEST_MEANINGLESS and " " in alt.strip()
    if alt and long and alt[:6].lower() != "screen":
        return None
    use = Use("img", "src", found.get("src", ""))
    if found.get("role") in {"presentation", "none"} or found.get("aria-hidden") == "true":
        return None
    if alt is None:
        if "aria-label" in found or "aria-labelledby" in found:
            return None
        what = 'the image has no alt text. Say what it shows, or write alt="" if it is decoration.'
        return Problem("missing-alt", use, what, number=index)
    text = " ".join(_UNSEEN_TEXT.sub(" ", alt).split())
    if not text:
        what = (
            "the image has no alt text. Write what it tells between the brackets: ![…](…);"
            ' for decoration add { alt="" role=presentation }.'
        )
        return Problem("missing-alt", use, what, number=index, only_as_markdown=alt == "")
    if text.lower().strip(".:! ") in _MEANINGLESS_IMAGES or _IMAGE_NAME.fullmatch(text):
        what = f"the alt text '{text}' does not say what the image tells. Describe it."
        return Problem("meaningless-alt", use, what, number=index)
    return None


def _named_image(tag: str, found: dict[str, str], index: int) -> Problem | None:
    """Judge a button or an area that is an image: it always needs a text."""
    names = {"alt", "aria-label", "aria-labelledby", "title"}
    attribute = "href" if tag == "area" else "src"
    if attribute not in found or any(found.get(name, "").strip() for name in names):
        return None
    what = "this has no alt text. Say what happens when it is selected."
    return Problem("missing-alt", Use(tag, attribute, found[attribute]), what, number=index)


def _judge_link(link: Use, inner: str, index: int, given: dict[str, str]) -> Problem | None:
    if not _LABELLED.isdisjoint(given):
        return None
    if "<" in inner:
        inner = _DECORATION.sub("", _TEXT_TAGS.sub("", inner))
        if "<" in inner:
            return None  # it shows something
    elif len(inner) > _LONGEST_MEANINGLESS and "&" not in inner:
        return None
    text = _UNSEEN_TEXT.sub(" ", text_of_link(inner)).strip()
    if not text and not _NAMED.isdisjoint(given):
        return None
    if not text:
        what = "the link has no text. Write where it leads between the brackets."
        return Problem("empty-link-text", link, what, number=index)
    if text.lower().strip(" .…:!»→>") in _MEANINGLESS_LINKS:
        what = f"the link's text '{text}' says nothing by itself. Name what it leads to."
        return Problem("meaningless-link-text", link, what, number=index)
    return None


def text_of_link(html: str) -> str:
    """Return the text inside a link, code included."""
    if "<" in html:
        html = TOKEN.sub("", html)
    if "&" in html:
        html = unescape(html)
    return html


def _read_raw(tag: str, text: str, inner: str, page: Page) -> None:
    found = attributes(text)
    if "id" in found:
        _define(found["id"], tag, page)
    index = len(page.uses)
    page.uses.extend(uses_of(tag, found))
    if tag == "style":
        page.uses.extend(Use("style", "", href) for href, _ in addresses(inner))
    elif tag == "iframe" and _CODE_IN_FRAME.search(found.get("srcdoc", "")):
        what = "a script in a frame runs for every reader. Leave it out."
        page.problems.append(Problem("unsafe-script", Use(tag, "srcdoc", found["srcdoc"]), what))
    elif tag == "script" and runs(found.get("type", "")):
        page.problems.append(
            Problem(
                "unsafe-script",
                Use("script", "src", found.get("src", "<script")),
                "a script in a page runs for every reader. Leave it out.",
                number=index if "src" in found else -1,
            )
        )


def runs(kind: str) -> bool:
    """Tell whether a script of this type is executed, rather than data."""
    kind = kind.partition(";")[0].strip().lower()
    return not kind or kind == "module" or kind.endswith(("javascript", "ecmascript", "jscript"))


def _handlers(tag: str, found: dict[str, str], problems: list[Problem]) -> None:
    for name in found:
        if _EVENT.fullmatch(name):
            problems.append(
                Problem(
                    "unsafe-script",
                    Use(tag, name, f"{name}="),
                    "an event handler runs a script for every reader. Leave it out.",
                )
            )


def code_of(match: re.Match[str]) -> list[Problem]:
    """Return what runs code in a tag that `TOKEN` found."""
    page = Page("")
    if match["raw"]:
        _read_raw(match["raw"].lower(), match["raw_attributes"], match["text"], page)
    elif match["attributes"] and _HANDLER.search(match["attributes"]):
        _handlers(match["name"].lower(), attributes(match["attributes"]), page.problems)
    return [problem for problem in page.problems if problem.rule == "unsafe-script"]


def read_surroundings(
    tag: str,
) -> tuple[list[str], list[Use], list[Problem], str | None]:
    """Read what follows a '<' in a theme's part of a page.

    Return what the tag defines and uses, its problems, and a new base address.
    """
    match = TOKEN.match("<" + tag) if tag[:1].isalpha() else None
    if not match:
        return [], [], [], None
    page = Page("")
    if match["raw"]:
        _read_raw(match["raw"].lower(), match["raw_attributes"], match["text"], page)
        return sorted(page.ids), page.uses, [], None
    if not match["attributes"]:
        return [], [], [], None
    name = match["name"].lower()
    found = attributes(match["attributes"])
    names = [found["id"]] if "id" in found else []
    if name == "a" and "name" in found:
        names.append(found["name"])
    if name == "base":
        return names, [], [], found.get("href")
    if name == "meta":
        return names, list(_meta(found)), [], None
    if name == "link" and not _RELATIONS.intersection(found.get("rel", "").lower().split()):
        return names, [], [], None
    problem = _alternative(found) if name == "img" else None
    return names, list(uses_of(name, found)), [problem] if problem else [], None


def shows(html: str, use: Use) -> bool:
    """Tell whether a text really has a tag that uses something, outside comments and scripts."""
    for match in TOKEN.finditer(html):
        if match["raw"]:
            page = Page("")
            _read_raw(match["raw"].lower(), match["raw_attributes"], match["text"], page)
            if use in page.uses:
                return True
        elif match["attributes"]:
            found = attributes(match["attributes"])
            if use in uses_of(match["name"].lower(), found) or use in _meta(found):
                return True
    return False
