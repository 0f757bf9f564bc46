"""Which links lead out of the site, and where a contributor edits each of them.

What a page means and where that stands in its Markdown is sitecheck's to know; see there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck import Site
from sitecheck.files import read_text
from sitecheck.folder import read_folder
from sitecheck.links import Links
from sitecheck.locate import Locator
from sitecheck.model import Problem
from sitecheck.settings import read_settings
from sitecheck.sources import compose

from linkcheck.model import Use
from linkcheck.urls import is_external

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_site(root: Path) -> Site:
    """Read the site that was built from ``root``, the repository's folder."""
    return read_folder(root / "site", root / "docs")[0]


def external_uses(site: Site) -> Iterator[Use]:
    """Find every link that leads to another public site, of those that a contributor can edit.

    That leaves out what the theme makes by itself, such as the link to each page's source.
    """
    yield from _in_pages(site)
    yield from _around_pages(site)


def _in_pages(site: Site) -> Iterator[Use]:
    suggestions = Links(site).suggestions
    for path, page in sorted(site.pages.items()):
        source = site.project.sources.get(path)
        wanted = [
            Problem("external-link", use, "", number=index)
            for index, use in enumerate(page.uses)
            if use.tag != "form" and is_external(use.href, own=site.project.site_url)
        ]
        if source is None or not wanted:
            continue
        document = compose(source, site.project.root, site.project.snippets)
        locator = Locator(site, page, source, document, suggestions)
        for problem in wanted:
            for found in locator.findings([problem]):
                if found.line:  # else the theme put it between the page's own words
                    yield Use(problem.use.href, found.path, found.line, found.column)


def _around_pages(site: Site) -> Iterator[Use]:
    root = site.project.root
    settings = [
        setting
        for config in site.project.configs
        for setting in read_settings(config, config.relative_to(root).as_posix())
    ]
    templates = {
        path.relative_to(root).as_posix(): read_text(path)
        for folder in site.project.templates
        for path in sorted(folder.rglob("*.html"))
    }
    for href, (use, _) in sorted(site.surroundings.external.items()):
        if use.tag == "form" or not is_external(href, own=site.project.site_url):
            continue
        for setting in settings:
            if href in setting.value:
                column = setting.place.column + setting.value.index(href)
                yield Use(href, setting.place.path, setting.place.line, column)
        for name, text in templates.items():
            if (start := text.find(f'"{href}"') + 1) > 0:
                line = text.count("\n", 0, start) + 1
                yield Use(href, name, line, start - text.rfind("\n", 0, start))
