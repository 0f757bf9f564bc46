"""``python -m sitecheck SITE``: the checks on a built folder, without MkDocs.

Exit codes: 0 nothing found, 1 findings, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from sitecheck.check import check
from sitecheck.folder import read_folder
from sitecheck.report import FORMATS
from sitecheck.rules import RULES


def main(arguments: list[str] | None = None) -> int:
    """Check a folder and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m sitecheck", description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, help="the built folder, such as site/")
    parser.add_argument("--docs", type=Path, help="the Markdown the site was made from")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text by default")
    parser.add_argument("--rules", action="store_true", help="list the rules as a Markdown table")
    options = parser.parse_args(arguments)
    if options.rules:
        print("| Rule | Found when |\n| --- | --- |")
        for rule in RULES.values():
            print(f"| `{rule.name}` | {rule.description} |")
        return 0
    for folder in (options.site, options.docs):
        if folder is not None and not folder.is_dir():
            parser.error(f"{folder} is not a folder")
    if options.site is None:
        parser.error("name the built folder")
    start = time.perf_counter()
    site, examine = read_folder(options.site, options.docs)
    report = check(site, examine)
    output = FORMATS[options.format](report.findings)
    sys.stdout.buffer.write((output + "\n").encode(errors="backslashreplace") if output else b"")
    sys.stdout.flush()
    print(report.summary(time.perf_counter() - start), file=sys.stderr)
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
