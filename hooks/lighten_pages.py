"""Make the pages light: one style sheet of what is in use, one script, no markup that nobody sees."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lighten.markup import dressing, lighten, lighten_code
from lighten.moved import Moved, common_icons
from lighten.scripts import strip_comments
from lighten.shared import empty, share, write_script
from lighten.stylesheets import Vocabulary, reduce
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

SCRIPTS = "assets/javascripts"
# mermaid2 parses pages that speak of it, and writes their attributes in another order.
_STYLES = re.compile(
    r'<link\b(?=[^>]*"stylesheet")[^>]*href="([^"]*?)(assets/stylesheets/[^"]+\.css)"[^>]*>'
)
_SCRIPT = re.compile(r'\bsrc="[^"]*?(assets/javascripts/[^"]+\.js)"')
_DEFERRED = re.compile(
    r'<script\b(?=[^>]*\bdefer\b)[^>]*src="([^"]*?)(assets/javascripts/[^"]+\.js)"[^>]*></script>'
)
_SETTINGS = re.compile(r'<script\b[^>]*id="__config"[^>]*>(.*?)</script>', re.DOTALL)


@event_priority(-200)  # after the checks, which read the files that this makes into one
def on_post_build(*, config: MkDocsConfig) -> None:
    """Rewrite the site's own pages, in the folder where MkDocs has built them."""
    site = Path(config.site_dir)
    pages = {
        path: html
        for path in sorted(site.rglob("*.html"))
        if _SETTINGS.search(html := path.read_text(encoding="utf-8"))
    }
    if not pages:
        return
    for path in sorted((site / SCRIPTS).glob("*.js")):
        if ".min." not in path.name:
            path.write_text(strip_comments(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (site / SCRIPTS).glob("bundle.*"):
        path.unlink()  # the theme's, which no page asks for: overrides/main.html
    sheets = list(
        dict.fromkeys(match[2] for html in pages.values() for match in _STYLES.finditer(html))
    )
    css = "\n".join((site / sheet).read_text(encoding="utf-8") for sheet in sheets)
    dressed = dressing(css)
    moved = Moved(common_icons(pages.values(), least=len(pages) // 2 + 1))
    pages = {
        path: lighten_code(moved.take(_SETTINGS.sub("", html)), dressed)
        for path, html in pages.items()
    }
    vocabulary = Vocabulary()
    for path in sorted(
        {site / match[1] for html in pages.values() for match in _SCRIPT.finditer(html)}
    ):
        vocabulary.read_script(path.read_text(encoding="utf-8"))
    named = set(re.findall(r"\[(data-[\w-]+)", css)) | vocabulary.words
    shared = {
        selector: lighten(markup, named) for selector, markup in share(pages.values()).items()
    }
    for html in pages.values():
        vocabulary.read_page(html)
    pages = {path: empty(html, shared) for path, html in pages.items()}
    pages = _join_scripts(site, pages, write_script(shared))
    css = reduce(css + moved.css(), vocabulary)
    name = f"assets/stylesheets/site.{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"
    (site / name).write_text(css, encoding="utf-8")
    for sheet in sheets:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)

    named = set(re.findall(r"\[(data-[\w-]+)", css)) | vocabulary.words
    for path, html in pages.items():
        links = iter([f'<link rel="stylesheet" href="{{}}{name}">'])
        html = _STYLES.sub(lambda match: next(links, "").format(match[1]), html)  # noqa: B023 - called at once
        path.write_text(lighten(html, named), encoding="utf-8")


def _join_scripts(site: Path, pages: dict[Path, str], first: str) -> dict[Path, str]:
    """Let the scripts that every page has be one file, in their order, after ``first``."""
    lists = [[match[2] for match in _DEFERRED.finditer(html)] for html in pages.values()]
    names = [name for name in lists[0] if all(name in one for one in lists)]
    script = "\n".join((first, *((site / name).read_text(encoding="utf-8") for name in names)))
    joined = f"{SCRIPTS}/site.{hashlib.sha256(script.encode()).hexdigest()[:8]}.js"
    (site / joined).write_text(script, encoding="utf-8")
    for name in names:
        (site / name).unlink()

    def rewrite(html: str) -> str:
        found = _DEFERRED.search(html)
        assert found is not None
        early = f'<script defer src="{found[1]}{joined}"></script></head>'
        html = _DEFERRED.sub(lambda match: "" if match[2] in names else match[0], html)
        return html.replace("</head>", early, 1)

    return {path: rewrite(html) for path, html in pages.items()}
