"""Publish a card for each page, which a chat shows for a link: `assets/cards/run/ports.png`."""

from __future__ import annotations

import html
import logging
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cards import Card, draw, missing
from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.draw_cards")
CARDS = PurePosixPath("assets/cards")


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Add the cards to the site, once the titles of all pages are known."""
    for file in files.documentation_pages():
        if file.page is None:
            continue
        card = _card(file.page, config)
        path = f"{CARDS / (file.page.url.strip('./') or 'index')}.png"  # as overrides/main.html
        if unknown := missing(card):
            log.warning(
                f"docs/{file.src_uri}:1:1: social-card: the font of the card cannot draw {unknown!r}. "
                "Write the title and the description without."
            )
        files.append(File.generated(config, path, content=draw(card)))
    return env


def _card(page: Page, config: MkDocsConfig) -> Card:
    description = page.meta.get("description") or config.site_description or ""
    if page.is_homepage:
        return Card("", config.site_name, config.site_description or "")
    part = f" / {page.parent.title}" if page.parent else ""
    return Card(f"{config.site_name}{part}", html.unescape(str(page.title)), str(description))
