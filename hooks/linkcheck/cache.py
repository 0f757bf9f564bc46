"""Answers kept between runs, in one JSON file."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkcheck.model import Answer, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.model import Target

VERSION = 1
DAY = 86400
# Seconds. An address that works is asked for again after two weeks; one that does not, after an hour:
# long enough to go on after an interrupt, short enough to see a repair. What could not be reached may
# have been our own network.
GOOD_FOR = 14 * DAY
BAD_FOR = 3600
UNREACHABLE_FOR = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, and until when it holds, in seconds since the epoch."""

    answer: Answer
    since: float
    until: float


class Cache:
    """The answers that still hold, by address. ``now`` is in seconds since the epoch."""

    def __init__(self, path: Path, *, now: Callable[[], float]) -> None:
        self._path = path
        self._now = now
        self._entries: dict[str, Entry] = {}
        self.problem = ""

    def load(self) -> None:
        """Read the file. One that is missing or damaged means no answers; ``problem`` says so."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["version"] == VERSION:
                self._entries = {
                    url: _read(entry)
                    for url, entry in data["answers"].items()
                    if self._holds(_read(entry))
                }
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.problem = f"{self._path} cannot be read: all addresses are asked for again."

    def get(self, target: Target) -> Answer | None:
        """Return the answer for a target, unless it is unknown, too old, or leaves out an anchor."""
        entry = self._entries.get(target.url)
        if entry is None or not self._holds(entry):
            return None
        known = entry.answer
        if known.verdict is Verdict.FINE and not target.anchors <= known.anchors.keys():
            return None
        return known

    def put(self, target: Target, answer: Answer) -> None:
        """Keep an answer; for longer where the host asked for longer."""
        now = self._now()
        missing = any(nearest is not None for nearest in answer.anchors.values())
        good = answer.verdict is Verdict.FINE and not missing and answer.complete
        bad_for = UNREACHABLE_FOR if answer.verdict is Verdict.UNREACHABLE else BAD_FOR
        age = GOOD_FOR if good else max(bad_for, min(answer.wait, GOOD_FOR))
        self._entries[target.url] = Entry(answer, now, now + age)

    def save(self) -> None:
        """Write the answers that still hold. The file is whole at any time. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = {
            "version": VERSION,
            "answers": {
                url: asdict(entry)
                for url, entry in sorted(self._entries.items())
                if self._holds(entry)
            },
        }
        new = self._path.with_suffix(".new")
        try:
            new.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
            new.replace(self._path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def _holds(self, entry: Entry) -> bool:
        # What was learned in the future was learned by a clock that was wrong.
        return entry.since <= self._now() < entry.until <= entry.since + GOOD_FOR


def _read(entry: dict[str, Any]) -> Entry:
    answer = dict(entry["answer"])
    answer["verdict"] = Verdict(answer["verdict"])
    read = Answer(**answer)
    texts = (
        read.detail,
        read.moved,
        *read.anchors,
        *(near or "" for near in read.anchors.values()),
    )
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is none")
    return Entry(read, float(entry["since"]), float(entry["until"]))
