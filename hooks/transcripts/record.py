"""The record of runs: which state of each page was executed, where, and when.

``assets/verified.json`` is that record; it is published with the site. Each page has an entry, on
one line, so that two contributions about two pages seldom meet. A page's entry speaks of its
transcripts only while their hash is the recorded one.

Whoever changes a transcript renews the record: with an engine by ``make verify``, without one by
committing the record that CI's run of the contribution has written. So the site can be built
anywhere, without an engine, and still says nothing that was not run; and CI, which runs every page
before it looks at the record, stays the one whose run counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from sitecheck.model import Finding

from transcripts.grammar import SavedFile, Step, UnpackedFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from transcripts.grammar import Page

PATH = "assets/verified.json"
RULE = "stale-record"
_RENEW = "Run 'make verify', or commit the verified.json that the pull request's CI run offers."


class RecordError(Exception):
    """The record cannot be read; the text is a sentence for the person who edited it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The last successful run of a page.

    ``hash`` is that of the page's transcripts. ``commands`` ran, ``skipped`` did not. ``engine`` is
    the Docker Engine's version, ``date`` the day in UTC (ISO 8601), ``images`` 'official' or
    'stand-ins', ``store`` the image store ('containerd', 'overlay2'), ``platform`` like
    'linux/amd64'.
    """

    hash: str
    commands: int
    skipped: int
    engine: str
    date: str
    images: str
    store: str
    platform: str


def hash_of(page: Page) -> str:
    """Return the hash of what a page runs and expects, with the files that a learner saves.

    Prose, line numbers and time limits do not count: they change nothing of what was executed.
    """
    parts = [_part(item) for item in page.items]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _part(item: Step | SavedFile | UnpackedFolder) -> list[object]:
    if isinstance(item, SavedFile):
        return ["file", item.path, item.text]
    if isinstance(item, UnpackedFolder):
        return ["folder", item.path, item.digest]
    return ["command", item.command, list(item.expected), item.skip]


def read_record(text: str) -> dict[str, Entry]:
    """Read the entries by the page's path from the repository's root.

    Raises RecordError when the text is no record.
    """
    try:
        pages = json.loads(text)["pages"]
        entries = {path: Entry(**fields) for path, fields in pages.items()}
        for entry in entries.values():
            date.fromisoformat(entry.date)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            f"{PATH}: this is no record of runs ({error}). Restore it, or write it anew: make verify"
        ) from error
    return entries


def write_record(entries: Mapping[str, Entry]) -> str:
    """Return the record's text: sorted, one line for each page."""
    lines = [
        f"    {json.dumps(path)}: {json.dumps(asdict(entry))}"
        for path, entry in sorted(entries.items())
    ]
    body = ",\n".join(lines)
    return '{\n  "pages": {\n' + (body + "\n" if body else "") + "  }\n}\n"


def find_stale(pages: Iterable[Page], entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """Find the pages whose recorded run is not of their present transcripts, and entries of none."""
    with_steps = {page.path: page for page in pages if page.steps}
    for path, page in sorted(with_steps.items()):
        if path not in entries:
            yield Finding(path, 0, 0, RULE, f"no run of its transcripts is recorded. {_RENEW}")
        elif entries[path].hash != hash_of(page):
            yield Finding(path, 0, 0, RULE, f"changed since its recorded run. {_RENEW}")
    for path in sorted(set(entries) - set(with_steps)):
        yield Finding(PATH, 0, 0, RULE, f"'{path}' has no transcripts. {_RENEW}")


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def say_date(day: date) -> str:
    """Return a day as the pages write it."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def describe(page: Page, entries: Mapping[str, Entry]) -> str:
    """Return the sentence that a page shows about its last run."""
    entry = entries.get(page.path)
    if entry is None:
        return "Not executed yet: waits for its first run"
    if entry.hash != hash_of(page):
        return "Changed since its last run: waits for the next"
    count = "1 command" if entry.commands == 1 else f"{entry.commands} commands"
    if entry.skipped:
        count = f"{entry.commands} of {entry.commands + entry.skipped} commands"
    images = "stand-in" if entry.images == "stand-ins" else "official"
    return (
        f"{count} executed with Docker Engine {entry.engine} on "
        f"{say_date(date.fromisoformat(entry.date))}, with {images} images"
    )
