"""Check the site that MkDocs has built, and log a line for each finding."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import InclusionLevel
from sitecheck import Project, Reader, Site, Snippets, Source, check
from sitecheck.check import worth_reading
from sitecheck.files import files_below

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

log = get_plugin_logger("check_site")
_MOST_WAITING = 2_000_000  # characters
_LEFT_OUT = {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}


class _Build:
    """What is gathered in one build; `mkdocs serve` begins a new one each time."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.reader = Reader()
        self.examine: set[str] = set()
        self.seconds = 0.0
        self.waiting: list[tuple[str, str, str | None]] = []
        self.size = 0

    def read_waiting(self) -> None:
        """Read the pages that wait.

        Read one by one, between MkDocs' own work, pages take the processor half as long again.
        """
        for path, output, content in self.waiting:
            self.reader.add(path, output, content)
        self.waiting.clear()
        self.size = 0


_build: _Build | None = None


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Begin anew: now the files are known, and every page has its content."""
    global _build
    _build = _Build(files)


@event_priority(-100)  # after every plugin that still changes the page
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> None:
    """Read a page."""
    if _build is None:
        return
    start = time.perf_counter()
    _build.waiting.append((page.file.dest_uri, output, page.content))
    _build.size += len(output)
    if _build.size > _MOST_WAITING:
        _build.read_waiting()
    if worth_reading(page.markdown or ""):
        _build.examine.add(page.file.dest_uri)
    _build.seconds += time.perf_counter() - start


@event_priority(-100)  # after every plugin that still writes into the site
def on_post_build(*, config: MkDocsConfig) -> None:
    """Judge all pages, and report."""
    global _build
    build, _build = _build, None
    if build is None:
        return
    start = time.perf_counter()
    build.read_waiting()
    project = _project(config, build.files)
    folder = Path(config.site_dir)
    files = frozenset(files_below(folder))
    for path in sorted(files):
        if path.endswith((".html", ".htm")) and path not in build.reader.pages:
            own = path in project.sources and not project.sources[path].uri.endswith(".md")
            html = (folder / path).read_text(encoding="utf-8", errors="replace")
            build.reader.add(path, html, html if own else None)
    site = Site(project, build.reader.pages, files, build.reader.surroundings, folder)
    report = check(site, build.examine)
    for finding in report.findings:
        log.warning("%s", finding)
    log.info("%s", report.summary(build.seconds + time.perf_counter() - start))


def _project(config: MkDocsConfig, files: Files) -> Project:
    config_file = Path(config.config_file_path) if config.config_file_path else None
    root = config_file.parent if config_file else Path(config.docs_dir).parent
    sources: dict[str, Source] = {}
    excluded: dict[str, Source] = {}
    theme = set()
    docs = Path(config.docs_dir)
    themes = {folder for folder in config.theme.dirs if folder != config.theme.custom_dir}
    for file in files:
        if file.src_dir in themes and Path(file.src_dir) != docs:
            theme.add(file.dest_uri)
            continue
        target = excluded if file.inclusion in _LEFT_OUT else sources
        target[file.dest_uri] = _source(file, root, docs)
    in_nav = {file.dest_uri for file in files if file.page and file.page.parent}
    return Project(
        root=root,
        site_url=config.site_url or "",
        docs=docs,
        configs=(config_file,) if config_file else (),
        templates=tuple(
            Path(folder) for folder in [config.theme.custom_dir] if folder and Path(folder).is_dir()
        ),
        sources=sources,
        excluded=excluded,
        theme_files=frozenset(theme),
        snippets=_snippets(config.mdx_configs, config.markdown_extensions),
        absolute_links=config.validation.links.absolute_links
        not in {
            logging.WARNING,
            logging.INFO,
            logging.DEBUG,
        },
        versioned="version" in config.extra,
        footnotes="footnotes" in config.markdown_extensions,
        orphans=frozenset(
            file.dest_uri
            for file in files.documentation_pages()
            if config.nav is not None
            and file.dest_uri not in in_nav
            and file.inclusion is not InclusionLevel.NOT_IN_NAV
            and file.page is not None
            and not file.page.is_homepage
            and file.dest_uri != "404.html"
        ),
    )


def _source(file: File, root: Path, docs: Path) -> Source:
    inside = os.path.join(root, "")  # noqa: PTH118 - of thousands of files
    if file.abs_src_path and file.abs_src_path.startswith(inside):
        path = file.abs_src_path[len(inside) :].replace(os.sep, "/")
        return Source(path, file.src_uri, Path(file.abs_src_path))
    lies = Path(file.abs_src_path) if file.abs_src_path else None
    if lies is None or (not lies.is_relative_to(root) and not lies.is_relative_to(docs)):
        # A plugin made it, perhaps in a temporary folder: there is no place to name.
        lies = docs / file.src_uri
        path = os.path.relpath(lies, root).replace(os.sep, "/")
        return Source(path, file.src_uri)
    path = os.path.relpath(lies, root).replace(os.sep, "/")
    return Source(path, file.src_uri, lies)


def _snippets(settings: dict[str, dict[str, Any]], extensions: list[str]) -> Snippets | None:
    if "pymdownx.snippets" not in extensions:
        return None
    found = settings.get("pymdownx.snippets") or {}
    base = found.get("base_path", ["."])
    bases = [base] if isinstance(base, str | os.PathLike) else base
    return Snippets(
        base_paths=tuple(Path(str(folder)) for folder in bases),
        restrict=bool(found.get("restrict_base_path", True)),
        encoding=str(found.get("encoding", "utf-8")),
        auto_append=tuple(map(str, found.get("auto_append", ()))),
        downloads=bool(found.get("url_download", False)),
    )
