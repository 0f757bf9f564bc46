"""Say on each page with transcripts when, and with which engine, its commands were executed."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.utils import get_relative_url
from transcripts import differs
from transcripts.pages import read_page
from transcripts.record import PATH, Entry, RecordError, describe, read_record

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

HOW = "verified.md"
"""The page that explains the line, and its heading."""
HOW_FRAGMENT = "#how"

_entries: dict[str, Entry] = {}
_differences = differs.NONE


def on_config(config: MkDocsConfig) -> None:
    """Read the record anew for each build; without one, every page waits for its first run."""
    global _differences, _entries
    root = Path(config.config_file_path).absolute().parent
    path, other = root / PATH, root / differs.PATH
    try:
        _entries = read_record(path.read_text(encoding="utf-8")) if path.is_file() else {}
        _differences = (
            differs.read_differences(other.read_text(encoding="utf-8"))
            if other.is_file()
            else differs.NONE
        )
    except (RecordError, ValueError) as error:
        raise PluginError(str(error)) from None


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the line below the page's heading."""
    root = Path(config.config_file_path).absolute().parent
    source = Path(config.docs_dir, page.file.src_uri)
    if page.file.generated_by or not source.is_file():
        return content
    transcripts = read_page(source, root)
    if not transcripts.steps:
        return content
    differs_now = _differences.describe(transcripts.path)
    said = [describe(transcripts, _entries), *([differs_now] if differs_now else [])]
    text = html.escape(". ".join(said))
    how = files.get_file_from_path(HOW)
    if how is not None:
        url = get_relative_url(how.url, page.file.url) + HOW_FRAGMENT
        text = f'<a href="{html.escape(url)}">{text}</a>'
    line = f'<p class="verified" data-search-exclude>{text}</p>'
    heading = re.search(r"</h1>", content)
    at = heading.end() if heading else 0
    return f"{content[:at]}\n{line}{content[at:]}"
