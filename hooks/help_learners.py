"""Say on each page how long it takes, when it changed, and where to report what did not work."""

from __future__ import annotations

import html
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lessons import fold, is_lesson, last_changes, minutes, report_address, say_day
from mkdocs.plugins import event_priority
from transcripts.pages import read_page
from transcripts.record import PATH, Entry, RecordError, read_record

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_days: dict[str, str] = {}
_entries: dict[str, Entry] = {}

_DONE = (
    '<p class="lesson-done only-js" data-search-exclude>'
    '<button type="button" class="md-button" aria-pressed="false">Mark this lesson as done</button>'
    " <span>Kept in this browser only.</span></p>"
)


def on_config(config: MkDocsConfig) -> None:
    """Ask Git and the record once for each build."""
    global _days, _entries
    root = _root(config)
    _days = last_changes(root)
    record = root / PATH
    try:
        _entries = read_record(record.read_text(encoding="utf-8")) if record.is_file() else {}
    except RecordError:
        _entries = {}  # show_record says so


@event_priority(-50)  # after the line about the record, which comes to stand below
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, **_: object) -> str:
    """Put a line below the heading, and a few below the text."""
    root = _root(config)
    source = Path(config.docs_dir, page.file.src_uri)
    if page.file.generated_by or not source.is_file():
        return content
    content = fold(content)
    lesson = is_lesson(page.file.src_uri)
    if lesson:
        time = f'<p class="reading-time" data-search-exclude>{_say_minutes(source, root)}</p>'
        heading = re.search(r"</h1>", content)
        at = heading.end() if heading else 0
        content = f"{content[:at]}\n{time}{content[at:]}"
    return f"{content}\n{_DONE if lesson else ''}{_last_line(page, source, config)}"


def _say_minutes(source: Path, root: Path) -> str:
    return f"About {math.ceil(minutes(source, root))} minutes with its commands, then the exercise"


def _last_line(page: Page, source: Path, config: MkDocsConfig) -> str:
    root = _root(config)
    parts = []
    name = source.relative_to(root).as_posix() if source.is_relative_to(root) else ""
    if day := _days.get(name):
        parts.append(f'Last changed on <time datetime="{day}">{say_day(day)}</time>')
    if config.repo_url:
        commands = bool(read_page(source, root).steps)
        address = report_address(
            config.repo_url, page.file.src_uri, commands=commands, entry=_entries.get(name)
        )
        text = "This did not work for me" if commands else "This page did not help me"
        parts.append(f'<a href="{html.escape(address)}">{text}</a>')
    if not parts:
        return ""
    return f'<p class="page-end" data-search-exclude>{" · ".join(parts)}</p>'


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).absolute().parent
