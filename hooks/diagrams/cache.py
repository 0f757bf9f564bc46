"""Drawings kept from earlier builds, one file for each diagram."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from diagrams.engine import Drawing


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of drawings. ``salt`` stands for all that a drawing depends on beside its text."""

    folder: Path
    salt: str

    def key(self, text: str) -> str:
        """Return the name of a diagram's drawing, which is also the start of its ids."""
        return "dg" + hashlib.sha256(f"{self.salt}\n{text}".encode()).hexdigest()[:10]

    def get(self, key: str) -> Drawing | None:
        """Return a kept drawing, or None. A file that cannot be read is as good as none."""
        try:
            values = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            return Drawing(**values)
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, drawing: Drawing) -> None:
        """Keep a drawing, where that is possible. Two builds at once write the same bytes."""
        text = json.dumps(asdict(drawing), ensure_ascii=False)
        new = self.folder / f"{key}.new"
        with contextlib.suppress(OSError):  # the disk is full or protected: draw it again next time
            self.folder.mkdir(parents=True, exist_ok=True)
            new.write_text(text, encoding="utf-8")
            new.replace(self.folder / f"{key}.json")
