"""Places of what surrounds the pages' contents: in overrides, and in the configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sitecheck import assets, urls
from sitecheck.files import read_text
from sitecheck.links import Links
from sitecheck.model import Finding, Place, Problem, Use
from sitecheck.settings import Setting, read_settings, with_inherited
from sitecheck.site import Site
from sitecheck.wording import finding_at, write_target

# The settings that hold addresses.
_LEADING = frozenset(["copyright", "extra_css", "extra_javascript", "nav", "repo_url", "theme"])
_UNSEEN = re.compile(r"\{#.*?(?:#\}|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_LONGEST_TAG = 2_000  # characters
_DATA = re.compile(r"""\sdata-[\w-]+=["']?([^"'>\s]+)""")
_TEMPLATES = frozenset([".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"])


class Around:
    """Finds where a contributor wrote what a template or a plugin shows."""

    def __init__(self, site: Site, links: Links) -> None:
        self.site = site
        self.links = links
        self.configs = [path for config in site.project.configs for path in with_inherited(config)]
        self.templates: list[tuple[str, str]] | None = None
        self.seen: dict[str, str] = {}  # templates without their comments
        self.settings: list[Setting] | None = None
        self.placed: set[tuple[str, str]] = set()

    def place_around(self, problem: Problem, path: str, unplaced: bool = True) -> Iterator[Finding]:
        """Find what the theme shows in an override, in the configuration, or in the page."""
        found = self.find_around(problem.use, path, problem.rule)
        for place, typed in found:
            yield self.finding_around(problem, path, place, typed)
        if not found and unplaced:
            yield from self.place_nowhere(problem, path)

    def finding_around(self, problem: Problem, path: str, place: Place, typed: str) -> Finding:
        """Make a finding of what the theme shows, with a target typed as that place needs it."""
        better = problem.suggestion
        if better is not None and not isinstance(better, str):
            markdown = place.path.endswith((".yml", ".yaml"))
            source = self.site.project.sources.get(better.path)
            fragment = f"#{better.fragment}" if better.fragment else ""
            if markdown and source:
                better = source.uri + fragment
            elif typed != problem.use.href:  # as seen from the site's top, for the filter 'url'
                better = better.path.removesuffix("index.html") + fragment
            else:
                better = write_target(self.site, path, better, markdown=False, typed=typed)
        return finding_at(problem, place, typed, better or "")

    def place_nowhere(self, problem: Problem, path: str) -> Iterator[Finding]:
        """Report once what the theme itself, or a plugin, puts around the pages.

        A plugin may show a part of one page on others: then it was found on that page.
        """
        site = self.site
        if not self.placed.isdisjoint(self.meanings(problem, path)):
            return
        ref = urls.parse(problem.use.href)
        target = urls.join(urls.folder_of(path), ref.path) if ref.local else None
        if ref.path.startswith(site.base):
            target = (target or "").removeprefix(site.base[1:])
        configs = self.configs
        place = Place(name_of(configs[0], site.project.root) if configs else path, 0, 0)
        typed = problem.use.href if target is None else site.base + target
        if not ref.path and ref.fragment:
            source = site.project.sources.get(path)
            place, typed = Place(source.path if source else path, 0, 0), problem.use.href
        problem = problem._replace(what=f"{problem.what} The theme, or a plugin, leads there.")
        yield finding_at(problem, place, typed)

    def meanings(self, problem: Problem, path: str) -> Iterator[tuple[str, str]]:
        """Yield by what a problem is the same on another page: its address, and where that leads."""
        ref = urls.parse(problem.use.href)
        yield problem.rule, problem.use.href
        if ref.local and (ref.path or ref.fragment):
            target = urls.join(urls.folder_of(path), ref.path) if ref.path else path
            target = (target or "").removesuffix("index.html")
            yield problem.rule, f"{target}#{ref.fragment or ''}"

    def find_around(
        self, use: Use, path: str, broken: str = "", settings: bool = True
    ) -> list[tuple[Place, str]]:
        """Return where a target of the theme's part was written, and how."""
        spellings = self.spellings(use, path, broken)
        written: list[tuple[Place, str]] = []
        for spelling in spellings if settings else ():
            equal = [each for each in self.read_settings() if each.value == spelling]
            meant = [each for each in equal if each.keys[:1] and each.keys[0] in _LEADING]
            if meant or (equal and spelling.strip("./")):
                places = [self.place_in(each, spelling, 0) for each in meant or equal]
                written = [(place, spelling) for place in dict.fromkeys(places)]
                break
        for spelling in spellings:
            before = r"" if spelling.startswith("#") else r"(?:(?<![\w.\-/])|(?<=[}\"'=(]/))"
            pattern = re.compile(rf"{before}{re.escape(spelling)}(?![\w\-])")
            if not spelling.strip("./"):  # short, or nothing: only as a whole
                pattern = re.compile(rf"""(?<=["']){re.escape(spelling)}(?=["'])""")
                if use.attribute:
                    pattern = re.compile(
                        rf"""(?<={use.attribute}=["']){re.escape(spelling)}(?=["'])"""
                    )
            named, other = self.in_templates(pattern, use, broken)
            if written and not named:
                continue
            places = named or other[:1]
            for setting in self.read_settings() if settings and not places else ():
                for match in pattern.finditer(setting.value):
                    places.append(self.place_in(setting, spelling, match.start()))
            source = self.site.project.sources.get(path)
            if not places and source and source.file:
                text = read_text(source.file)
                places += [
                    place_at(source.path, text, found.start())
                    for found in [pattern.search(text)]
                    if found
                ]
            if places:
                return written + [(place, spelling) for place in dict.fromkeys(places)]
        return written

    def in_templates(
        self, pattern: re.Pattern[str], use: Use, broken: str
    ) -> tuple[list[Place], list[Place]]:
        """Return the places in overrides where the attribute has a value, and others of the value."""
        found: list[Place] = []
        other: list[Place] = []
        named = re.compile(rf"\b{re.escape(use.attribute)}\s*=[^<>]*\Z") if use.attribute else None
        for name, text in self.read_templates():
            if name.endswith(".html"):
                if name not in self.seen:
                    self.seen[name] = _UNSEEN.sub(_blank, text)
                text = self.seen[name]
            for match in pattern.finditer(text):
                start = text.rfind("<", max(0, match.start() - _LONGEST_TAG), match.start())
                if broken == "missing-alt" and "alt=" in text[start : text.find(">", match.end())]:
                    continue
                place = place_at(name, text, match.start())
                if named and start >= 0 and named.search(text, start, match.start()):
                    found.append(place)
                else:
                    other.append(place)
        return found, other

    def place_in(self, setting: Setting, spelling: str, offset: int) -> Place:
        """Return the place of a part of a setting, which may reach over several lines."""
        place = setting.place
        path = next(
            path for path in self.configs if name_of(path, self.site.project.root) == place.path
        )
        rows = read_text(path).split("\n")
        before = setting.value.count(spelling, 0, offset)
        if rows[place.line - 1].startswith(setting.value, place.column - 1):
            return place._replace(column=place.column + offset)
        for number, row in enumerate(rows[place.line - 1 :], place.line):
            start = place.column - 1 if number == place.line else 0
            while (start := row.find(spelling, start)) >= 0:
                if before == 0:
                    return place._replace(line=number, column=start + 1)
                before -= 1
                start += 1
        return place

    def spellings(self, use: Use, path: str, broken: str) -> list[str]:
        """Return how a template or the configuration may write what a page shows, best first."""
        ref = urls.parse(use.href)
        folder, seen = urls.folder_of(path), ref.path
        if seen.startswith(self.site.base):  # as the page for missing addresses has it
            folder, seen = "", seen.removeprefix(self.site.base)
        if ref.local:
            joined = urls.join(folder, seen) if ref.path or ref.fragment else None
        else:
            joined = self.links.own(ref)
        if joined is None and ref.local:
            seen = re.sub(r"(?<![^/])\./", "", seen)
            return [use.href, seen.removeprefix("../" * folder.count("/"))]
        if joined is None:
            return [use.href]
        joined = re.sub("/{2,}", "/", joined)
        joined = joined.removeprefix("/")
        if ref.fragment and broken == "broken-fragment":
            found = [f"{joined}#{ref.fragment}", use.href, f"#{ref.fragment}"]
        else:
            source = self.site.project.excluded.get(joined.rstrip("/") + "/index.html")
            found = [source.uri if source else "", use.href]
            if ref.query:
                found.append(f"{joined}?{ref.query}")
            if ref.fragment:
                found.append(f"{joined}#{ref.fragment}")
            found += [joined, joined.rstrip("/"), joined.removesuffix("index.html")]
        if not ref.local:
            found.insert(0, use.href)
        return [each for each in dict.fromkeys(found) if each.strip("./") or each == use.href]

    def read_templates(self) -> list[tuple[str, str]]:
        """Return the overrides' names and texts."""
        if self.templates is None:
            root = self.site.project.root
            self.templates = [
                (name_of(path, root), read_text(path))
                for folder in self.site.project.templates
                for path in sorted(
                    folder.rglob("*"), key=lambda path: (path.suffix != ".html", path)
                )
                if path.suffix in _TEMPLATES and path.is_file()
            ]
        return self.templates

    def read_settings(self) -> list[Setting]:
        """Return the configuration's values."""
        if self.settings is None:
            root = self.site.project.root
            self.settings = [
                setting
                for path in self.configs
                for setting in read_settings(path, name_of(path, root))
            ]
        return self.settings

    def mentions(self) -> str:
        """Return the texts in which a file may be named without a link."""
        site = self.site
        texts = [text for _, text in self.read_templates()]
        texts += [read_text(path) for path in self.configs]
        for path, source in site.project.sources.items():
            if source.file and path not in site.pages and path[path.rfind(".") :] in assets.TEXTS:
                texts.append(read_text(source.file))
            elif source.file and path in site.pages:
                text = read_text(source.file)
                match = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
                texts.append(match[0] if match else "")
                texts += _DATA.findall(text)  # which scripts load later
        return "\n".join(texts)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def place_at(name: str, text: str, offset: int) -> Place:
    """Return the place of an offset in a text."""
    line = text.count("\n", 0, offset) + 1
    return Place(name, line, offset - text.rfind("\n", 0, offset))


def name_of(path: Path, root: Path) -> str:
    """Return how findings name a file."""
    return os.path.relpath(path, root).replace(os.sep, "/")
