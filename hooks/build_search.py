"""Give the search box an engine of its own: hooks/search/engine.js.

The index is the one that the theme's plugin writes, with what each page says about itself, the
`description` of its front matter, and with other names of its subject: the `keywords` of its front
matter, and the terms of the glossary that it shows at work.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from glossary import PAGE, read_terms
from lighten.scripts import strip_comments
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

INDEX = "search/search_index.json"
SCRIPT = "search/search_index.js"
ENGINE = Path(__file__).parent / "search" / "engine.js"
WORKERS = "assets/javascripts/workers"
WORKER = f"{WORKERS}/search.js"

_about: dict[str, str] = {}
_names: dict[str, list[str]] = {}
_shown: defaultdict[str, list[str]] = defaultdict(list)


def on_config(config: MkDocsConfig) -> None:
    """Forget the build before, and read which page shows which term."""
    for found in (_about, _names, _shown):
        found.clear()
    glossary = Path(config.docs_dir) / PAGE.removeprefix("/")
    if glossary.is_file():
        for term in read_terms(glossary.read_text(encoding="utf-8-sig")).values():
            _shown[term.shown].append(term.name)


def on_page_content(content: str, *, page: Page, **_: object) -> str:
    """Note what a page says about itself, and what else it is called."""
    _about[page.url] = page.meta.get("description", "")
    names = [*page.meta.get("keywords", []), *_shown[page.file.src_uri]]
    _names[page.url] = list({name.lower(): name for name in names}.values())
    return content


@event_priority(-150)  # after the index is written, before the pages are made light
def on_post_build(*, config: MkDocsConfig) -> None:
    """Complete the index, and leave the theme's own engine out of the site."""
    site = Path(config.site_dir)
    path = site / INDEX
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        for key, found in (("about", _about), ("names", _names)):
            if value := found.get(entry["location"]):
                entry[key] = value
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    if not config.use_directory_urls:  # read from a folder, where a page may fetch nothing
        (site / SCRIPT).write_text(f"var __index = {text}", encoding="utf-8")
    shutil.rmtree(site / WORKERS)
    (site / WORKERS).mkdir()
    (site / WORKER).write_text(strip_comments(ENGINE.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.rmtree(site / "assets" / "javascripts" / "lunr", ignore_errors=True)
