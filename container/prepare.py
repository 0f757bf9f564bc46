"""Make a built site ready for nginx: its policy as a line of configuration, and compressed files.

    python prepare.py SITE POLICY

The policy is what the build wrote into SITE/content-security-policy.txt: one line, the value of the
header. That file is moved, not published.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

POLICY = "content-security-policy.txt"
TEXTS = {".css", ".html", ".js", ".json", ".map", ".svg", ".txt", ".xml"}
SMALLEST = 1024  # bytes: below, a packet holds the file anyway
SAVES = 0.9  # of the size, at most, or it is not worth a second file


def take_policy(site: Path) -> str:
    """Return the policy that the build wrote, and remove its file."""
    given = site / POLICY
    policy = given.read_text(encoding="utf-8").strip()
    given.unlink()
    return policy


def compress(site: Path) -> None:
    """Put NAME.gz beside each text that becomes smaller by it, with the same bytes each time."""
    for path in sorted(site.rglob("*")):
        if path.suffix not in TEXTS or not path.is_file():
            continue
        content = path.read_bytes()
        packed = gzip.compress(content, compresslevel=9, mtime=0)
        if len(content) >= SMALLEST and len(packed) <= SAVES * len(content):
            path.with_name(path.name + ".gz").write_bytes(packed)


def main(site: Path, configuration: Path) -> None:
    """Write the line of configuration and the compressed files."""
    policy = take_policy(site)
    if '"' in policy or "\n" in policy:
        sys.exit(f"{POLICY}: expected one line without a double quote, found {policy!r}.")
    configuration.write_text(
        f'add_header Content-Security-Policy "{policy}" always;\n', encoding="utf-8"
    )
    compress(site)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
