"""Write the site's Content-Security-Policy beside its pages, for the server that sends them.

A static host such as GitHub Pages sends no header of ours; the image with nginx reads the file. It
holds one line, the value of the header. A ``<meta>`` element could not say `frame-ancestors`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from content_policy import policy
from diagrams import live
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FILE = "content-security-policy.txt"


@event_priority(-300)  # after the pages have got their last form
def on_post_build(*, config: MkDocsConfig) -> None:
    """Read every page that a browser may be sent."""
    site = Path(config.site_dir)
    pages = (
        path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
        if not path.is_relative_to(
            site / "assets" / "examples"
        )  # shown and downloaded, not visited
    )
    try:
        text = policy(pages, drawn_by_scripts=(site / live.FOLDER).is_dir())
    except ValueError as error:
        raise PluginError(str(error)) from None
    (site / FILE).write_text(f"{text}\n", encoding="utf-8")
