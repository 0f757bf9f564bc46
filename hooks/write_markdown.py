"""Publish each page as Markdown beside its HTML, and a list of them, llms.txt (see llmstxt.org)."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

import markdown as python_markdown
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

LIST = "llms.txt"
_LINK = re.compile(r"\]\((?!\w+:|#|/)([^)\s#]+\.md)(#[^)\s]*)?\)")
_FENCE = re.compile(r"(?ms)^( *)(```+|~~~+).*?^\1\2\s*$")

_pages: dict[str, tuple[Page, str]] = {}
_nav: Navigation


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """Note the order of the pages; a new build begins."""
    global _nav
    _nav = nav
    _pages.clear()
    return nav


@event_priority(100)  # as it is written, before other hooks put something in
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Take a page's text, with what its snippets bring and links that lead to Markdown, too."""
    settings = config.mdx_configs.get("pymdownx.snippets", {})
    expander = python_markdown.Markdown(
        extensions=["pymdownx.snippets"], extension_configs={"pymdownx.snippets": settings}
    )
    text = "\n".join(expander.preprocessors["snippet"].run(markdown.split("\n")))

    def absolute(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), link[1]))
        target = files.get_file_from_path(path)
        if target is None:
            return link[0]
        return f"]({_address(target.dest_uri, config)}{link[2] or ''})"

    pieces, end = [], 0
    for fence in _FENCE.finditer(text):
        pieces += [_LINK.sub(absolute, text[end : fence.start()]), fence[0]]
        end = fence.end()
    pieces.append(_LINK.sub(absolute, text[end:]))
    _pages[page.file.src_uri] = (page, "".join(pieces).strip() + "\n")
    return markdown


@event_priority(-250)  # after the checks, which know the pages that readers see
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the pages and the list."""
    site = Path(config.site_dir)
    for page, text in _pages.values():
        path = site / _markdown(page.file.dest_uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    lines = [f"# {config.site_name}", "", f"> {config.site_description}", ""]
    section = ""
    for page in _nav.pages:
        if page.file.src_uri not in _pages:
            continue
        part = next((str(one.title) for one in page.ancestors), "")
        if part and part != section:
            section = part
            lines += ["", f"## {part}", ""]
        about = page.meta.get("description", "")
        lines.append(f"- [{page.title}]({_address(page.file.dest_uri, config)}): {about}")
    (site / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _markdown(html: str) -> str:
    return html.removesuffix(".html") + ".md"


def _address(html: str, config: MkDocsConfig) -> str:
    return (config.site_url or "") + _markdown(html)
