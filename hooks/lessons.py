"""What is said about a page beside its text: how long it takes, when it changed, where to report."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from transcripts.pages import read_page
from transcripts.record import Entry, say_date

PARTS = ("start", "understand", "layers", "run", "build", "dev", "finish")
"""The folders below docs/ whose pages are lessons."""
WORDS_A_MINUTE = 200
"""Below the 238 words of silent reading that Brysbaert (2019) found: readers here think and type."""
SECONDS_A_COMMAND = 5
"""For copying a command and waiting for it; most take less than a second on an engine."""
MOST_LINES = 24
"""A transcript with more than so many lines is folded."""

_FENCES = re.compile(r"(?ms)^---$.*?^---$|^ *(```+).*?^ *\1")
_TRANSCRIPT = re.compile(r'<div class="language-console highlight">(.*?</pre></div>)', re.DOTALL)
_LINE = re.compile(r'<span id="__line-')


def is_lesson(page: str) -> bool:
    """Say whether a page, named by its path below docs/, is a lesson."""
    return page.split("/")[0] in PARTS


def minutes(path: Path, root: Path) -> float:
    """Return how long a lesson takes: its prose read once, its commands run once."""
    words = len(re.findall(r"\w[\w'-]*", _FENCES.sub("", path.read_text(encoding="utf-8-sig"))))
    commands = len(read_page(path, root).steps)
    return words / WORDS_A_MINUTE + commands * SECONDS_A_COMMAND / 60


def last_changes(root: Path) -> dict[str, str]:
    """Return the day of the last commit of each file below docs/, by its path from the root.

    There is none without Git, outside of a repository, and in a shallow clone, whose only commit
    would claim to have changed every file.
    """
    git = ["git", "-C", str(root)]
    try:
        shallow = _run([*git, "rev-parse", "--is-shallow-repository"])
        if shallow.strip() != "false":
            return {}
        # The newest commit of a file comes first. Its own time zone makes the day the same anywhere.
        log = _run([*git, "-c", "core.quotePath=off", "log", "--format=%x00%cs", "--name-only", "--relative", "--", "docs"])  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return {}
    days: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        day, *names = filter(None, commit.split("\n"))
        for name in names:
            days.setdefault(name, day)
    return days


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


def fold(html: str) -> str:
    """Mark the long transcripts of a page. A style sheet folds them where a script can unfold them."""

    def mark(transcript: re.Match[str]) -> str:
        lines = len(_LINE.findall(transcript[0]))
        if lines <= MOST_LINES:
            return transcript[0]
        button = (
            '<button type="button" class="unfold only-js" aria-expanded="false">'
            f"Show all {lines} lines</button>"
        )
        return f'<div class="language-console highlight long">{transcript[1][: -len("</div>")]}{button}</div>'

    return _TRANSCRIPT.sub(mark, html)


def report_address(repository: str, page: str, *, commands: bool, entry: Entry | None) -> str:
    """Return the address of a new issue about a page, filled in as far as the page knows.

    The names are those of the fields in .github/ISSUE_TEMPLATE/. ``entry`` is the record of the
    page's last run; ``page`` is its path below docs/, shorter than its address.
    """
    fields = {"template": "page-did-not-help.yml", "page": page}
    if commands:
        fields["template"] = "command-did-not-work.yml"
        if entry is not None:
            fields["more"] = f"Executed with Docker Engine {entry.engine} on {entry.date}."
    return f"{repository.rstrip('/')}/issues/new?{urlencode(fields, safe='/')}"


def say_day(day: str) -> str:
    """Return an ISO date as the pages write it."""
    return say_date(date.fromisoformat(day))
