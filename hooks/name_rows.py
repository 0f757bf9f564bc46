"""Give the rows of a comparing table their headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from row_headers import RowHeaders

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Hand the extension to Markdown, which takes an object where MkDocs only speaks of names."""
    config.markdown_extensions.append(cast(str, RowHeaders()))
    return config
