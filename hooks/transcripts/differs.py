"""What the weekly run against the newest engine found to be different.

The workflow that publishes the site puts its answer at ``.cache/differs.json``. It is no part of the
repository: whether a page is out of date depends on the day, not on the commit.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

PATH = ".cache/differs.json"


@dataclass(frozen=True, slots=True)
class Differences:
    """The pages that no longer print what they show, with which engine, and since when."""

    engine: str
    date: str
    pages: tuple[str, ...]

    def describe(self, page: str) -> str:
        """Return what such a page says of itself; nothing for any other."""
        if page not in self.pages:
            return ""
        day = date.fromisoformat(self.date)
        return f"Differs with Docker Engine {self.engine}, as of {day.day} {day:%B %Y}"


NONE = Differences("", "", ())


def read_differences(text: str) -> Differences:
    """Read the answer. Raises ValueError when the text is none."""
    try:
        values = json.loads(text)
        found = Differences(str(values["engine"]), values["date"], tuple(map(str, values["pages"])))
        date.fromisoformat(found.date)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{PATH}: {error}") from error
    return found


def write_differences(differences: Differences) -> str:
    """Return the answer's text."""
    return json.dumps(asdict(differences), indent=2) + "\n"
