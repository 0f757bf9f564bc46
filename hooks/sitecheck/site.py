"""The site as a whole: its pages, its files, and what surrounds the pages' contents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sitecheck import urls
from sitecheck.files import read_text
from sitecheck.lazy import lazy
from sitecheck.markup import TOKEN
from sitecheck.model import Page, Problem, Project, Use
from sitecheck.pages import read_content, read_surroundings, shows

_CONTENT = (
    lazy(r"<article\b", re.IGNORECASE),
    lazy(r"<main\b|<[a-z]+\b[^>]*\brole=[\"']?main\b", re.IGNORECASE),
)
_RECENT = 8  # folders whose pages' surroundings are remembered
_ITEM = "</li>"  # parts a page into what is often equal as a whole: the items of its navigation
_LONG = 4000  # characters of what is hardly ever equal
_TELLING = re.compile(
    r"(?:href|src|srcset|id|name|data|style|content|action|poster|background)\s*=|url", re.I
)


class Surroundings:
    """Where the theme's part of the site leads: each target once, with the page that shows it.

    ``elsewhere`` holds the addresses of the site in other languages, which other builds make.
    """

    def __init__(self) -> None:
        self.uses: dict[tuple[str, str], tuple[Use, str]] = {}
        self.problems: dict[str, tuple[Problem, str]] = {}
        self.external: dict[str, tuple[Use, str]] = {}
        self.elsewhere: set[str] = set()


class Site:
    """Every file of the site, and every page that was read."""

    def __init__(
        self,
        project: Project,
        pages: dict[str, Page],
        files: frozenset[str],
        surroundings: Surroundings,
        folder: Path | None = None,
    ) -> None:
        self.project = project
        self.pages = pages
        self.files = files
        self.surroundings = surroundings
        self.folder = folder
        self._ids: dict[str, frozenset[str]] = {}

    def find(self, path: str) -> str | None:
        """Return the file that a server answers with for a path, if there is one."""
        if path in self.files:
            return path
        if not path or path.endswith("/"):
            path += "index.html"
        else:
            path += "/index.html"
        return path if path in self.files else None

    def ids(self, path: str) -> Iterable[str]:
        """Return the names that a file of the site defines."""
        page = self.pages.get(path)
        if page is not None:
            return page.ids | page.surroundings
        if path not in self._ids:
            text = read_text(self.folder / path) if self.folder else ""
            other = Page(path)
            read_content(text, other)
            self._ids[path] = frozenset(other.ids)
        return self._ids[path]

    def defines(self, path: str, fragment: str) -> bool:
        """Tell whether a file of the site has an element of that name."""
        page = self.pages.get(path)
        if page is not None:
            return fragment in page.ids or fragment in page.surroundings
        return fragment in self.ids(path)

    def shows(self, path: str, use: Use) -> bool:
        """Tell whether a page really uses something, where that was read in a hurry."""
        return self.folder is None or shows(read_text(self.folder / path), use)

    @property
    def origin(self) -> urls.Ref:
        """The address at which the site is published."""
        return urls.parse(self.project.site_url)

    @property
    def base(self) -> str:
        """The path below which the site is published: '/' or '/…/'."""
        path = self.origin.path
        return "/" + path.strip("/") + "/" if path.strip("/") else "/"


class _Seen:
    """What was read around the pages of one folder, and leads to the same from all of them."""

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.chunks: set[str] = set()
        self.naming: set[str] = set()
        self.names: dict[str, list[str]] = {}


class Reader:
    """Reads pages one after another, and keeps of each what the rules need.

    A theme writes nearly the same around each page. Its tags are compared as texts with those seen
    before, so that only what is new has to be understood.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.surroundings = Surroundings()
        self._dull: set[str] = set()
        self._named: dict[str, list[str]] = {}
        self._names: set[str] = set()
        self._seen: dict[str, _Seen] = {}
        self._shared: dict[frozenset[str], frozenset[str]] = {}

    def add(self, path: str, html: str, content: str | None = None) -> Page:
        """Read a page, whose content is known or else found by its element.

        A template may show something else than the content: then that is what readers get.
        """
        page = Page(path)
        start = html.find(content) if content else -1
        end = start + len(content or "")
        if start < 0:
            start, end = _span(html)
        page.span = start, end
        read_content(html[start:end], page)
        if content is not None and html[start:end] != content:
            own = Page(path)
            read_content(content, own)
            page.problems = [each for each in page.problems if not each.rule.startswith("unsafe")]
            page.problems += [each for each in own.problems if each.rule.startswith("unsafe")]
        self._read_around(html[:start], html[end:], page)
        self.pages[path] = page
        return page

    def _read_around(self, before: str, after: str, page: Page) -> None:
        folder = urls.folder_of(page.path)
        parent = urls.folder_of(folder[:-1])
        seen = self._seen.get(parent)
        if seen is None:
            if len(self._seen) >= _RECENT:
                self._seen.clear()
            seen = self._seen[parent] = _Seen()
        done = seen.tags
        chunks = {*before.split(_ITEM), *after.split(_ITEM)}
        fresh = chunks - seen.chunks
        ids = {name for chunk in seen.naming.intersection(chunks) for name in seen.names[chunk]}
        parts = {chunk: chunk.split("<") for chunk in fresh}
        pieces = {piece for found in parts.values() for piece in found}
        ids.update(name for tag in self._names.intersection(pieces) for name in self._named[tag])
        fragments: list[tuple[str, Use]] = []
        for tag in sorted(self._fresh(pieces - done, before, after, page.ids)):
            names, uses, problems, base = read_surroundings(tag)
            if base is not None and page.base is None:
                page.base = base
            for problem in problems:
                self.surroundings.problems.setdefault(tag, (problem, page.path))
            ids.update(names)
            above, local = not names, False
            for use in uses:
                ref = urls.parse(use.href)
                if "hreflang=" in tag and (ref.path.startswith("/") or not ref.local):
                    self.surroundings.elsewhere.add(use.href)
                if not ref.local:
                    self.surroundings.external.setdefault(use.href, (use, page.path))
                    continue
                local = True
                if not use.href.startswith("../"):
                    above = False
                if use.href.startswith("#"):
                    if "md-skip" in tag:
                        continue  # Material's, also where a template leaves the content out
                    fragments.append((urls.decode(use.href[1:]), use))
                    continue
                key = _key(folder, parent, page.path, use.href)
                self.surroundings.uses.setdefault(key, (use, page.path))
            if not local:
                self._dull.add(tag)
                if names:
                    self._named[tag] = names
                    self._names.add(tag)
            elif above:
                done.add(tag)
        for chunk, tags in parts.items():
            if len(chunk) < _LONG and all(tag in self._dull or tag in done for tag in tags):
                seen.chunks.add(chunk)
                if not self._names.isdisjoint(tags):
                    seen.naming.add(chunk)
                    seen.names[chunk] = [n for tag in tags for n in self._named.get(tag, ())]
        for name, use in fragments:
            if name not in page.ids and name not in ids:
                self.surroundings.uses.setdefault((page.path, use.href), (use, page.path))
        found = frozenset(ids)
        page.surroundings = self._shared.setdefault(found, found)

    def _fresh(self, pieces: set[str], before: str, after: str, ids: set[str]) -> set[str]:
        """Return what may be tags and was not seen before.

        What follows a '<' in a script or a comment may look like a tag: see `Site.shows`. What has no
        '>' may be a part of one, and then the text is read as it should be.
        """
        fresh = pieces - self._dull
        for piece in list(fresh):
            if piece.startswith('a href="#') and piece[9 : piece.find('"', 9)] in ids:
                fresh.remove(piece)  # the table of contents
            elif ">" in piece and not _tells(piece):
                fresh.remove(piece)
                self._dull.add(piece)
        if all(">" in piece for piece in fresh):
            return fresh
        exact = {match[0][1:] for text in (before, after) for match in TOKEN.finditer(text)}
        self._dull.update(piece for piece in fresh if ">" not in piece)
        return exact - self._dull


def _tells(piece: str) -> bool:
    """Tell whether a tag, with the text that follows it, may define or use something."""
    if not piece.startswith(("style", "STYLE")):
        end = piece.find(">") if piece.startswith("script") else piece.rfind(">")
        piece = piece[:end]
        if "=" not in piece:
            return False
    return _TELLING.search(piece) is not None


def _key(folder: str, parent: str, path: str, href: str) -> tuple[str, str]:
    """Return what tells apart two addresses that lead to different places."""
    if path == "404.html":
        return path, href
    if href.startswith("../"):
        return parent, href[3:]
    if href.startswith("/"):
        return "", href
    return folder, href


def _span(html: str) -> tuple[int, int]:
    """Return where the element with the page's own content begins and ends."""
    match = _CONTENT[0].search(html) or _CONTENT[1].search(html)
    if not match:
        return 0, len(html)
    name = re.match(r"<(\w+)", match[0])
    assert name
    depth = 0
    for tag in re.compile(rf"<(/?){name[1]}\b", re.IGNORECASE).finditer(html, match.start()):
        depth += -1 if tag[1] else 1
        if not depth:
            return match.start(), tag.start()
    return match.start(), len(html)
