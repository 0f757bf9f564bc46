"""Anchors on a page of another site: which fragments need one, and whether the page has it."""

from __future__ import annotations

import codecs
import difflib
import re
from html.parser import HTMLParser
from urllib.parse import unquote

from linkcheck.model import Page

# GitHub, GitLab and Gitea name lines of a file so, and draw them by script.
_LINES = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?")
# What GitHub's script scrolls to on pages of issues, commits and files.
_DRAWN_BY_GITHUB = re.compile(
    r"(issue-|issuecomment-|discussion_r|discussioncomment-|pullrequestreview-|commitcomment-|event-|ref-)\w+"
    r"|diff-\w+|[\w.-]+-ov-file|readme|start-of-content"
)
# A page that shows less text than this and has a script is drawn by the script.
_SHELL_TEXT = 200
# A parser that has kept this many characters for later is looking for the end of something that has
# none. Looking again with each chunk takes quadratic time, so we stop. Scripts may be long.
_PENDING = 2**20
_PENDING_SCRIPT = 4 * 2**20


def wanted_anchor(fragment: str, host: str) -> str:
    """Return the anchor that a fragment asks for, or an empty text where no anchor is needed.

    The rules are those of browsers (HTML standard §7.4.6.4, text fragments: WICG
    scroll-to-text-fragment), and: a fragment with `/`, `!`, `=` or `&` is a route or a state of the
    page's script (`#/install`, `#!topic`, `#page=3`), and line numbers are drawn by scripts.
    """
    anchor = fragment.partition(":~:")[0]
    if anchor.lower() in {"", "top"} or anchor.startswith(("/", "!")) or set(anchor) & set("=&"):
        return ""
    if _LINES.fullmatch(anchor):
        return ""
    if host in {"github.com", "gist.github.com"} and _DRAWN_BY_GITHUB.fullmatch(anchor):
        return ""
    return anchor


class AnchorReader:
    """Reads a page in chunks, and knows after each which wanted anchors it has not met.

    An anchor is an `id`, or the `name` of an `a`. GitHub and its like write the ids of a page's text
    with `user-content-` before them. Where a script draws the page from data that it brings along,
    the anchor is looked for in the data.
    """

    def __init__(self, wanted: frozenset[str], *, charset: str = "utf-8") -> None:
        self._wanted = {
            anchor: {
                prefix + text
                for text in (anchor, unquote(anchor))
                for prefix in ("", "user-content-")
            }
            for anchor in wanted
        }
        self._parser = _Parser()
        try:
            factory = codecs.getincrementaldecoder(charset)
        except LookupError:
            factory = codecs.getincrementaldecoder("utf-8")
        self._decoder = factory(errors="replace")
        self.readable = True

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes; tell whether more are wanted."""
        self._parser.feed(self._decoder.decode(chunk))
        limit = _PENDING_SCRIPT if self._parser.cdata_elem else _PENDING
        if len(self._parser.rawdata) > limit:
            self.readable = False
        return self.readable and bool(self._unmet())

    def page(self, *, complete: bool) -> Page:
        """Return what is known after the last chunk."""
        missing = [
            anchor
            for anchor in self._unmet()
            if not any(map(self._parser.is_in_data, self._wanted[anchor]))
        ]
        if complete and self.readable and self._parser.is_shell():
            missing = []
        met = sorted(anchor.removeprefix("user-content-") for anchor in self._parser.met)
        return Page(
            missing={anchor: _nearest(anchor, met) for anchor in missing},
            complete=not missing or (complete and self.readable),
        )

    def _unmet(self) -> list[str]:
        met = self._parser.met
        return sorted(anchor for anchor, spellings in self._wanted.items() if not spellings & met)


class _Parser(HTMLParser):
    """Collects anchors, the data of scripts, and how much text a page shows.

    `close` is never called: it takes quadratic time on text that looks like unfinished tags, and what
    is unfinished has no anchor.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.met: set[str] = set()
        self._data: list[str] = []
        self._scripts = 0
        self._text = 0
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                self.met.add(value)
        if tag == "script":
            self._scripts += 1
        if tag in {"script", "style", "title", "noscript"}:
            self._silent = tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._silent = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if self._silent == "script":
            self._data.append(data)
        elif not self._silent:
            self._text += len(data.strip())

    def is_in_data(self, anchor: str) -> bool:
        r"""Tell whether a script has the anchor as a JSON text, or as an id in HTML within one.

        That is `"…"`, or `\"…\"` in a text in a text.
        """
        forms = (f'"{anchor}"', f'\\"{anchor}\\"', f'"#{anchor}"')
        return any(form in data for data in self._data for form in forms)

    def is_shell(self) -> bool:
        """Tell whether the page is empty until its script has run."""
        return self._scripts > 0 and self._text < _SHELL_TEXT


def _nearest(anchor: str, met: list[str]) -> str:
    near = difflib.get_close_matches(unquote(anchor), met[:5000], n=1, cutoff=0.7)
    return near[0] if near else ""
