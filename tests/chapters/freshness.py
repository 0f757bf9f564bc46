"""Say what a run of all pages against the newest engine and images found to be different.

    python -m chapters.freshness FRESH DIFF FOLDER

FRESH is the record that the run wrote, DIFF what `make record` would change. FOLDER gets
`differs.json`, from which the next publication marks the pages, and `body.md`, the text of an issue.
Ends with 1 where a page differs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from transcripts.differs import Differences, write_differences
from transcripts.pages import find_pages, read_page
from transcripts.record import read_record

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60_000  # bytes of an issue's text; GitHub takes 65,536 characters
FENCE = "~~~~"


def find(fresh: str, root: Path) -> list[str]:
    """Return the pages with transcripts of which the fresh record has no good run."""
    entries = read_record(fresh)
    pages = (read_page(path, root) for path in find_pages(root))
    return sorted(page.path for page in pages if page.steps and page.path not in entries)


def body(differences: Differences, diff: str) -> str:
    """Return the text of the issue."""
    pages = "\n".join(f"- `{path}`" for path in differences.pages)
    shown = diff.encode()[:LONGEST].decode(errors="ignore")
    more = "" if shown == diff else "\nThe rest is in the artifact of the run.\n"
    return (
        f"With Docker Engine {differences.engine} and the official images of {differences.date},"
        f" these pages no longer print what they show:\n\n{pages}\n\n"
        "They are marked on the site. `make record` on such an engine makes this change;"
        " a command that fails is not in it:\n\n"
        f"{FENCE}diff\n{shown.rstrip()}\n{FENCE}\n{more}"
    )


def main(arguments: Sequence[str]) -> int:
    """Write both files, and return whether a page differs."""
    fresh, diff, folder = map(Path, arguments)
    engine = subprocess.run(
        ["docker", "version", "--format", "{{.Server.Version}}"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()
    pages = tuple(find(fresh.read_text(encoding="utf-8"), ROOT))
    differences = Differences(engine, datetime.now(UTC).date().isoformat(), pages)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "differs.json").write_text(write_differences(differences), encoding="utf-8")
    text = body(differences, diff.read_text(encoding="utf-8", errors="replace"))
    (folder / "body.md").write_text(text, encoding="utf-8")
    print(json.dumps(pages))
    return 1 if pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
