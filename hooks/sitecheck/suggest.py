"""The nearest right answer: every suggestion names something that exists."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from sitecheck import urls
from sitecheck.assets import IMAGES
from sitecheck.model import Target
from sitecheck.site import Site

_MOST_NAMES = 2_000  # compared by likeness; a longer list is only looked up
_MOST_LOOKS = 300  # comparisons by likeness in one build: a broken folder can break every page


def fold(text: str) -> str:
    """Bring a name into the form in which careless spellings are equal."""
    return unicodedata.normalize("NFC", text).casefold()


class Suggestions:
    """Looks for what an author may have meant."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._looks = 0

    @cached_property
    def by_uri(self) -> dict[str, str]:
        """The site's files by the names of their sources below the documentation's folder."""
        return {
            source.uri: path
            for path, source in self.site.project.sources.items()
            if path in self.site.files
        }

    @cached_property
    def any_uri(self) -> dict[str, str]:
        """The same with what was left out of the site."""
        project = self.site.project
        found = {source.uri: path for path, source in project.excluded.items()}
        return found | {source.uri: path for path, source in project.sources.items()}

    @cached_property
    def folded(self) -> dict[str, str]:
        """The site's files by their folded names, and by those of their sources."""
        found = {fold(path): path for path in sorted(self.site.files)}
        for uri, path in self.by_uri.items():
            found.setdefault(fold(uri), path)
        return found

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The site's files by the last part of their own and their sources' names."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.site.files):
            for name in {_stem(path), _stem(path.removesuffix("/index.html"))}:
                found.setdefault(fold(name), []).append(path)
        for uri, path in self.by_uri.items():
            names = found.setdefault(fold(_stem(uri)), [])
            if path not in names:
                names.append(path)
        return found

    def page_uri(self, path: str) -> str | None:
        """Return the name of a page's source."""
        source = self.site.project.sources.get(path)
        return source.uri if source else None

    def other_case(self, page: str, ref: urls.Ref) -> str | None:
        """Return the file that differs from what is asked for in upper and lower case only."""
        for path in self._readings(page, ref.path):
            if path in self.any_uri or self.site.find(path):
                return None
            found = self.folded.get(fold(path)) or self.folded.get(
                fold(path.rstrip("/") + "/index.html").lstrip("/")
            )
            if found and found in self.site.files:
                return found
        return None

    def target(self, page: str, ref: urls.Ref) -> Target | None:
        """Return the file that a missing target most probably means."""
        fragment = urls.decode(ref.fragment or "")
        path = self._read_otherwise(page, ref.path)
        if path is None:
            path = self._similar(page, ref.path)
            if path is None or (fragment and not self.site.defines(path, fragment)):
                return None  # an equal name elsewhere is too little
        elif fragment and not self.site.defines(path, fragment):
            fragment = self.fragment(path, fragment) or ""
        return Target(path, fragment)

    def _readings(self, page: str, path: str) -> Iterator[str]:
        """Yield what a path can mean: seen from the page's address, its source, or the top."""
        folder = urls.folder_of(page)
        uri = self.page_uri(page)
        for place in [urls.folder_of(uri)] if uri is not None else []:
            if (found := urls.join(place, path)) is not None:
                yield found
        for place in (folder, urls.folder_of(folder[:-1]), folder + "-/", ""):
            if (found := urls.join(place, path)) is not None:
                yield found
        plain = posixpath.normpath(urls.decode(path)).lstrip("./").removeprefix("docs/")
        yield plain

    def _read_otherwise(self, page: str, path: str) -> str | None:
        """Return the file that another reading or spelling of a path leads to."""
        for reading in self._readings(page, path):
            for spelling in _spellings(reading):
                found = self.by_uri.get(spelling) or self.site.find(spelling)
                if found and (found != page or path.strip("./")):
                    return found
        return self.other_case(page, urls.parse(path))

    def _similar(self, page: str, path: str) -> str | None:
        """Return the file whose name is equal or most like, wherever it is."""
        wanted = next(self._readings(page, path), "")
        name = fold(_stem(wanted.removesuffix("/").removesuffix("/index.html")))
        choices = self.by_name.get(name, [])
        if name in {"index", "readme", ""}:
            choices = []
        if not choices:
            names = self.close(name, self.by_name)
            choices = [path for name in names for path in self.by_name[name]]
        suffix = posixpath.splitext(wanted.rstrip("/"))[1]
        kind = {".md": ".html", "": ".html"}.get(suffix, suffix)
        kinds = IMAGES if kind in IMAGES else {kind}
        choices = [
            path for path in choices if posixpath.splitext(path)[1] in kinds and path != page
        ]
        if not choices:
            return None
        from difflib import SequenceMatcher

        return max(choices, key=lambda path: SequenceMatcher(None, wanted[-200:], path).ratio())

    def fragment(self, path: str, fragment: str) -> str | None:
        """Return the name on a page that is most like the one asked for."""
        names = [name for name in self.site.ids(path) if not name.startswith(("__", "fnref"))]
        slug = _slug(fragment)
        for name in sorted(names):
            if slug and _slug(name) == slug:
                return name
        found = self.close(fragment, names) if slug else []
        return found[0] if found else None

    def close(self, name: str, names: Iterable[str]) -> list[str]:
        """Return the names most like this one, best first."""
        self._looks += 1
        choices = sorted(names)
        if self._looks > _MOST_LOOKS or len(choices) > _MOST_NAMES or len(name) > 200:
            return []
        from difflib import get_close_matches

        return get_close_matches(name, choices, n=3, cutoff=0.7)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _slug(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _spellings(path: str) -> Iterator[str]:
    yield path
    if path[-1:] in {".", ",", ";", ":"}:
        yield path[:-1]  # the sentence's
    stem = path.rstrip("/")
    for suffix in (".md", "/index.md", "/README.md", ".html"):
        yield stem + suffix
    for suffix in (".html", ".htm", "/index.html", ".markdown"):
        if stem.endswith(suffix):
            yield stem.removesuffix(suffix) + ".md"
            yield stem.removesuffix(suffix) + "/index.html"
    if stem.endswith(".md"):
        yield stem.removesuffix(".md") + "/index.md"
        yield stem.removesuffix(".md") + ".markdown"
