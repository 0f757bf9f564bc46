"""All checks of a site, and all findings in order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sitecheck import assets, urls
from sitecheck.files import read_text
from sitecheck.lazy import lazy
from sitecheck.links import Links
from sitecheck.model import Finding, Page, Place, Problem, Source, Use
from sitecheck.site import Site
from sitecheck.wording import finding_at, one_line, write_target

# What reads sources is imported where it is used: without findings, no build pays for it.
if TYPE_CHECKING:
    from sitecheck.allowances import Allowance
    from sitecheck.around import Around

_FOR_SEARCH = {
    "sitemap.xml": r"<loc>\s*([^<\s]+)\s*</loc>",
    "robots.txt": r"(?im)^[ \t]*sitemap:[ \t]*(\S+)",
}
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_WORD = lazy(r"[^\s\"'`()<>{}\[\]/\\,;:?#&=|]+")


class Report(NamedTuple):
    """What a run found, and how much it looked at."""

    findings: list[Finding]
    pages: int
    links: int

    @property
    def files(self) -> int:
        """The number of files with findings."""
        return len({finding.path for finding in self.findings})

    def summary(self, seconds: float) -> str:
        """Return the line that ends every run."""
        return (
            f"sitecheck: {_count(len(self.findings), 'finding')} in {_count(self.files, 'file')}; "
            f"{_count(self.pages, 'page')}, {_count(self.links, 'link')} in {seconds:.2f} s"
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def worth_reading(markdown: str) -> bool:
    """Tell whether a page's source can have findings that its HTML does not show."""
    return "8<-" in markdown or "sitecheck:" in markdown or markdown.startswith("---")


def check(site: Site, examine: Iterable[str] = ()) -> Report:
    """Run every check. ``examine`` names pages whose sources have to be read in any case."""
    return _Check(site, frozenset(examine)).run()


class _Check:
    def __init__(self, site: Site, examine: frozenset[str]) -> None:
        self.site = site
        self.examine = examine
        self.links = Links(site)
        self.findings: list[Finding] = []
        self.allowances: dict[str, list[Allowance]] = {}
        self.included: set[str] = set()

    def run(self) -> Report:
        """Check pages first, then what surrounds them, then the other files."""
        site = self.site
        for path in sorted(site.pages):
            try:
                self.check_page(site.pages[path])
            except Exception as error:  # one page must not hide what is wrong with the others
                self.give_up(path, error)
        self.check_surroundings()
        self.check_sitemap()
        self.check_appended()
        self.check_files()
        self.check_orphans()
        if site.project.docs:
            self.check_symlinks()
        for path in {finding.path for finding in self.findings} - self.allowances.keys():
            self.read_allowances(path, read_text(site.project.root / path))
        findings = self.findings
        if findings or self.allowances:
            from sitecheck.allowances import apply_allowances

            allowances = [each for found in self.allowances.values() for each in found]
            findings = _distinct(apply_allowances(findings, allowances))
        count = sum(len(page.uses) for page in site.pages.values())
        return Report(findings, len(site.pages), count + len(site.surroundings.uses))

    @cached_property
    def around(self) -> Around:
        """What finds places outside the pages, once something is found."""
        from sitecheck.around import Around

        return Around(self.site, self.links)

    # Pages

    def check_page(self, page: Page) -> None:
        """Find a page's problems, and then their places."""
        site = self.site
        source = site.project.sources.get(page.path)
        if (
            source
            and source.file
            and source.file.suffix == ".html"
            and self.in_templates(source.file)
        ):
            return  # an override, published since it lies in the documentation's folder
        problems = [*page.problems, *self.links.check(page)]
        if page.path == "404.html":
            relative = list(self._relative(page))
            hidden = {problem.use for problem in relative}
            problems = [each for each in problems if each.use not in hidden or "alt" in each.rule]
            problems += relative
        if source is not None and not source.uri.endswith(_MARKDOWN):
            problems = [each for each in problems if not each.rule.startswith("unsafe")]
        if source is None:
            for problem in problems:
                if not problem.rule.startswith("unsafe") and not problem.only_as_markdown:
                    self.findings.extend(self.around.place_around(problem, page.path))
            return
        if not problems and not page.leftovers and page.path not in self.examine:
            return
        if problems or page.leftovers or source.file or source.text:
            self.check_source(page, source, problems)

    def check_source(self, page: Page, source: Source, problems: list[Problem]) -> None:
        """Read a page's source, for its problems' places and for what only a source can show."""
        from sitecheck.locate import Locator
        from sitecheck.sources import compose
        from sitecheck.texts import check_front_matter, check_texts

        project = self.site.project
        document = compose(source, project.root, project.snippets)
        self.included.update(line.path for line in document.lines)
        for path in {line.path for line in document.lines} - self.allowances.keys():
            file = source.file if path == source.path and source.file else project.root / path
            self.read_allowances(path, source.text or read_text(file))
        if not document.html:
            self.findings.extend(check_front_matter(document))
            self.findings.extend(check_texts(document, page.leftovers, project.footnotes))
        for missing in document.missing:
            self.findings.append(
                Finding(*missing.place, missing.rule, f"'{missing.name}': {missing.what}")
            )
        if problems:
            wanted = {problem.use for problem in problems}
            locator = Locator(self.site, page, source, document, self.links.suggestions, wanted)
            self.findings.extend(locator.findings(problems))
            for problem in problems:
                self.around.placed.update(self.around.meanings(problem, page.path))
            for problem in locator.unplaced:  # a template shows it, or a plugin
                use = problem.use
                found = self.around.find_around(use, page.path, problem.rule, settings=False)
                found = found or self.around.find_around(use, page.path, problem.rule)
                self.findings += [
                    self.around.finding_around(problem, page.path, place, typed)
                    for place, typed in found or [(Place(source.path, 0, 0), use.href)]
                ]

    def in_templates(self, file: Path) -> bool:
        """Tell whether a file is one of the overrides."""
        return any(folder in file.parents for folder in self.site.project.templates)

    def read_allowances(self, path: str, text: str) -> None:
        """Read a file's exceptions, once."""
        from sitecheck.allowances import read_allowances

        self.allowances[path], wrong = read_allowances(path, text)
        self.findings.extend(wrong)

    def _relative(self, page: Page) -> Iterator[Problem]:
        for use in page.uses:
            yield from self._relative_use(use)

    def _relative_use(self, use: Use) -> Iterator[Problem]:
        ref = urls.parse(use.href)
        if ref.local and ref.path and not ref.path.startswith("/"):
            yield Problem(
                "relative-on-404",
                use,
                "this page is shown at any address, so that a relative link leads astray."
                " Begin it with '/'.",
            )

    def give_up(self, path: str, error: Exception) -> None:
        """Report a page that could not be checked."""
        source = self.site.project.sources.get(path)
        what = f"this page could not be checked: {type(error).__name__}: {error}. Please report it."
        name = source.path if source else path
        self.findings.append(Finding(name, 0, 0, "unchecked-page", one_line(f"'{path}': {what}")))

    # What surrounds them

    def check_surroundings(self) -> None:
        """Check the theme's part of each page, which overrides and the configuration feed."""
        around = self.site.surroundings
        for use, path in around.uses.values():
            page = self.site.pages[path]
            if path == "404.html":
                for problem in self._relative_use(use):
                    self.findings.extend(self.around.place_around(problem, path, unplaced=False))
                if not urls.parse(use.href).path.startswith("/"):
                    continue
            found = self.links.judge(path, self.links.folder(page), use)
            if found and self.site.shows(path, use):
                self.findings.extend(self.around.place_around(found, path))
        for use, path in around.external.values():
            if found := self.links.judge(path, "", use):
                self.findings.extend(self.around.place_around(found, path, unplaced=False))
        for problem, path in around.problems.values():
            if not problem.only_as_markdown:
                self.findings.extend(self.around.place_around(problem, path, unplaced=False))

    def check_sitemap(self) -> None:
        """Check that what search engines read names nothing that is not there."""
        folder = self.site.folder
        for name, pattern in _FOR_SEARCH.items():
            if folder is None or name not in self.site.files:
                continue
            for href in re.findall(pattern, read_text(folder / name)):
                path = self.links.own(urls.parse(href))
                if path is not None and self.site.find(urls.decode(path.lstrip("/"))) is None:
                    source = self.site.project.sources.get(name)
                    nowhere = Place(source.path if source else name, 0, 0)
                    problem = Problem("broken-link", Use("loc", "", href), "there is no such page.")
                    found = self.around.find_around(problem.use, name) or [(nowhere, href)]
                    self.findings += [finding_at(problem, place, typed) for place, typed in found]

    def check_appended(self) -> None:
        """Check that the snippets exist which are appended to every page."""
        snippets = self.site.project.snippets
        if snippets is None or not snippets.auto_append:
            return
        from sitecheck.sources import find_snippet

        what = "there is no such file below the snippets' base path."
        for name in snippets.auto_append:
            if find_snippet(name.partition(":")[0], snippets) is None:
                for setting in self.around.read_settings():
                    if setting.value == name and "auto_append" in setting.keys:
                        self.findings.append(
                            Finding(*setting.place, "missing-snippet", f"'{name}': {what}")
                        )

    # Other files

    def check_files(self) -> None:
        """Check style sheets, drawings, and whether files are used and small enough."""
        site = self.site
        unused = []
        used = self.links.used
        for path, source in sorted(site.project.sources.items()):
            if path not in site.files or source.file is None or path in site.pages:
                continue
            if self.in_templates(source.file) and source.file.is_relative_to(
                site.project.docs or "/"
            ):
                continue  # published by mistake, since they lie in the documentation's folder
            if path.endswith((".css", ".svg", ".webmanifest")):
                self.check_asset(path, source, source.file)
            limit = assets.budget(path)
            try:
                size = source.file.stat().st_size
            except OSError:
                continue
            if size > limit * 1000:
                self.findings.append(
                    Finding(
                        source.path, 0, 0, "large-asset",
                        f"'{source.path}': the file has {size / 1000:,.0f} kB, and readers should"
                        f" not have to load more than {limit:,} kB. Make it smaller.",
                    )
                )  # fmt: skip
            if assets.may_be_unused(path) and not self.in_templates(source.file):
                unused.append((path, source))
        unused = [
            (path, source)
            for path, source in unused
            if path not in used and source.path not in self.included
        ]
        if unused:
            mentioned = self.around.mentions()
            words = set(_WORD.findall(mentioned))
            for path, source in unused:
                name = path.rpartition("/")[2]
                if words.isdisjoint({name, urls.encode(name)}) and (
                    _WORD.fullmatch(name) or name not in mentioned
                ):
                    self.findings.append(
                        Finding(
                            source.path, 0, 0, "unused-asset",
                            f"'{source.uri}': no page uses this file. Remove it, or show it.",
                        )
                    )  # fmt: skip

    def check_asset(self, path: str, source: Source, file: Path) -> None:
        """Check what a style sheet or a drawing leads to."""
        text = read_text(file)
        found = list(assets.code_in(text)) if path.endswith(".svg") else []
        for use, offset in assets.references(file, text):
            if use.href.startswith("#") and source.path in self.included:
                continue  # it is drawn in a page, whose names it means
            problem = self.links.judge(path, urls.folder_of(path), use)
            if problem:
                found.append((problem, offset))
        for problem, offset in found:
            better = problem.suggestion
            if better is not None and not isinstance(better, str):
                better = write_target(self.site, path, better, markdown=False)
            from sitecheck.around import place_at

            place = place_at(source.path, text, offset)
            self.findings.append(finding_at(problem, place, problem.use.href, better or ""))

    def check_orphans(self) -> None:
        """Find pages that nothing leads to."""
        project = self.site.project
        for path in sorted(project.orphans - self.links.linked):
            source = project.sources.get(path)
            if source:
                self.findings.append(
                    Finding(
                        source.path, 0, 0, "orphan-page",
                        f"'{source.uri}': the page is neither in nav nor linked from another page.",
                    )
                )  # fmt: skip

    def check_symlinks(self) -> None:
        """Find files of the site that lie outside the repository."""
        root = os.path.realpath(self.site.project.root)
        inside = os.path.join(self.site.project.root, "")  # noqa: PTH118 - thousands of them
        plain: dict[str, bool] = {}  # folders that are where they seem to be
        for source in self.site.project.sources.values():
            path = os.fspath(source.file) if source.file else ""
            if not path.startswith(inside):
                continue
            folder = path[: path.rfind(os.sep)]
            if folder not in plain:
                real = os.path.realpath(folder)
                plain[folder] = real == root or real.startswith(root.rstrip(os.sep) + os.sep)
            if plain[folder] and not os.path.islink(path):  # noqa: PTH114
                continue
            real = os.path.realpath(path)
            if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
                self.findings.append(
                    Finding(
                        source.path, 0, 0, "outside-repository",
                        f"'{source.uri}': the file is a link to a place outside the repository."
                        " Copy it into the repository.",
                    )
                )  # fmt: skip


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings; of those with one place and rule, which differ by page, keep the first."""
    found: dict[tuple[str, int, int, str, str], Finding] = {}
    for finding in sorted(findings):
        about = "" if finding.column else finding.message
        found.setdefault((*finding.place, finding.rule, about), finding)
    return list(found.values())
