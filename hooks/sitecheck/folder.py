"""A built folder as a site, without MkDocs."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sitecheck import urls
from sitecheck.check import worth_reading
from sitecheck.files import files_below, read_text
from sitecheck.markup import attributes
from sitecheck.model import Project, Snippets, Source
from sitecheck.site import Reader, Site

_CANONICAL = re.compile(r"<link\s[^>]*rel=[\"']?canonical\b[^>]*>", re.IGNORECASE)
_SITE_URL = re.compile(r"^site_url:\s*[\"']?(https?://[^\s\"'#]+)", re.MULTILINE)


def read_folder(folder: Path, docs: Path | None = None) -> tuple[Site, set[str]]:
    """Read a built site; return it, and the pages whose sources have to be read in any case."""
    root = docs.resolve().parent if docs else folder
    config = root / "mkdocs.yml"
    files = sorted(files_below(folder))
    sources = _sources(files, docs, root) if docs else {}
    reader = Reader()
    examine = set()
    for path in files:
        if not path.endswith((".html", ".htm")):
            continue
        source = sources.get(path)
        own = source is not None and not source.uri.endswith(".md")
        html = read_text(folder / path)
        reader.add(path, html, html if own else None)
        if source is None:  # then the page is all that can be named
            sources[path] = Source(path, path, folder / path)
        if source and source.file and not own and worth_reading(read_text(source.file)):
            examine.add(path)
    project = Project(
        root=root,
        site_url=_site_url(folder, config),
        docs=docs,
        configs=(config,) if config.is_file() and docs else (),
        templates=(root / "overrides",) if docs and (root / "overrides").is_dir() else (),
        sources=sources,
        snippets=Snippets((root,)) if docs else None,
    )
    return Site(project, reader.pages, frozenset(files), reader.surroundings, folder), examine


def _sources(files: list[str], docs: Path, root: Path) -> dict[str, Source]:
    """Return which file below docs each file of the site was made from, by MkDocs' rules."""
    found: dict[str, Source] = {}
    for uri in sorted(files_below(docs)):
        stem, suffix = os.path.splitext(uri)  # noqa: PTH122 - a URI
        places = [uri]
        if suffix in {".md", ".markdown"}:
            if urls.folder_of(uri) + "README" == stem:
                stem = urls.folder_of(uri) + "index"
            places = [f"{stem}.html", f"{stem}/index.html"]
        path = os.path.relpath(docs / uri, root).replace(os.sep, "/")
        for place in places:
            found.setdefault(place, Source(path, uri, docs / uri))
    return {place: source for place, source in found.items() if place in set(files)}


def _site_url(folder: Path, config: Path) -> str:
    """Return the address that the home page or the configuration names."""
    for name in ("index.html", "404.html"):
        match = _CANONICAL.search(read_text(folder / name))
        if match and name == "index.html":
            return attributes(match[0][5:]).get("href", "")
    match = _SITE_URL.search(read_text(config))
    return match[1] if match else ""
