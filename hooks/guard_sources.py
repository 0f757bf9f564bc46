"""Refuse what would hang a build, break the theme, or publish a file from outside the repository.

Each refusal is one sentence that names the page. The limits are far above what a page needs.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Section

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

LARGEST = 1_000_000  # bytes of a page; an hour's reading is a tenth of that
LONGEST = float(
    os.environ.get("PAGE_SECONDS", "60")
)  # for the Markdown of a page; one second is usual
LINES = 4_000_000  # of navigation in all pages: what 2,000 pages have that name one another
MOST = 1_000  # values in the front matter, unfolded
KINDS: dict[
    str, type[str] | type[list[Any]] | type[dict[str, Any]]
] = {  # what MkDocs and the theme take for granted
    "description": str,
    "hide": list,
    "icon": str,
    "search": dict,
    "status": str,
    "tags": list,
    "template": str,
    "title": str,
}


def on_config(config: MkDocsConfig) -> None:
    """Look at the links below docs/ before MkDocs follows them."""
    docs = Path(config.docs_dir)
    root = Path(config.config_file_path).absolute().parent if config.config_file_path else docs
    for parent, folders, names in os.walk(docs):
        for path in (Path(parent, name) for name in sorted(folders + names)):
            if path.is_symlink():
                _check_link(path, docs, root.resolve())


def _check_link(path: Path, docs: Path, root: Path) -> None:
    place = path.relative_to(docs.parent).as_posix()
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise PluginError(f"{place}: the link leads nowhere. Remove it.") from None
    if not target.is_relative_to(root):
        raise PluginError(f"{place}: the link leads out of the repository. Copy the file instead.")
    if target.is_dir() and path.parent.resolve().is_relative_to(target):
        raise PluginError(f"{place}: the link leads back to a folder above it. Remove it.")


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    """Count what each page will list of the others, before the first one is read."""
    parts = [_count(item) for item in nav.items]
    if "navigation.prune" in config.theme.get("features", ()):
        lines = sum(pages * (pages + len(parts)) for pages in parts)
        remedy = "Put them into more folders of docs/: a page lists those of its own part only."
    else:
        lines = sum(parts) ** 2
        remedy = "Switch on the theme's feature navigation.prune."
    if lines > LINES:
        raise PluginError(
            f"{Path(config.docs_dir).name}/: {sum(parts):,} pages would list one another in"
            f" {lines:,} lines, and more than {LINES:,} take too long. {remedy}"
        )


def _count(item: StructureItem) -> int:
    return sum(map(_count, item.children)) if isinstance(item, Section) else 1


@event_priority(100)  # before anybody uses what stands in the front matter
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Look at the page, and start its clock."""
    place = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
    if len(markdown) > LARGEST:
        raise PluginError(
            f"{place}: {len(markdown):,} characters are more than a page may have ({LARGEST:,}). Split it."
        )
    _check_front_matter(place, page.meta)
    _start(place)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Stop the clock."""
    if _has_clock():
        signal.setitimer(signal.ITIMER_REAL, 0)


def _check_front_matter(place: str, meta: Any) -> None:
    left = MOST
    stack = [meta]
    while stack:
        value = stack.pop()
        left -= 1
        if left < 0:
            raise PluginError(f"{place}: the front matter unfolds to more than {MOST:,} values.")
        if isinstance(value, dict):
            stack += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            stack += value
    for key, kind in KINDS.items():
        value = meta.get(key)
        if value is not None and not isinstance(value, kind):
            name = "text" if kind is str else "a list" if kind is list else "a mapping"
            raise PluginError(f"{place}: '{key}' in the front matter has to be {name}.")


def _has_clock() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _start(place: str) -> None:
    if not _has_clock():
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise PluginError(
            f"{place}: its Markdown takes longer than {LONGEST:g} seconds. Look for a long row of"
            " brackets, of '<' or of backticks, and for a very large table or list of footnotes."
        )

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST, 1)  # again, should somebody catch the first
