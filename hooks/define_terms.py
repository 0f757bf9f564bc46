"""Let every page link a term to its definition in docs/reference/glossary.md."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from glossary import PAGE, GlossaryError, Term, TermLinks, read_terms, write_script
from mkdocs.exceptions import PluginError
from sitecheck.model import Finding

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_terms: dict[str, Term] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the glossary anew for each build, and hand its terms to Markdown."""
    global _terms
    _terms = {}
    docs = Path(config.docs_dir)
    path = docs / PAGE.removeprefix("/")
    if path.is_file():
        try:
            _terms = read_terms(path.read_text(encoding="utf-8-sig"))
        except GlossaryError as error:
            place = path.relative_to(docs.parent).as_posix()
            finding = Finding(place, error.line, 1, "malformed-term", str(error))
            raise PluginError(str(finding)) from None
        # Python-Markdown takes an object where MkDocs only speaks of names.
        config.markdown_extensions.append(cast(str, TermLinks(_terms)))
    return config


def on_post_build(*, config: MkDocsConfig) -> None:
    """Put the definitions where a page finds them once its reader comes near a term."""
    if _terms:
        path = Path(config.site_dir, "assets/terms.js")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_script(_terms), encoding="utf-8")
