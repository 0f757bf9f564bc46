"""Check files, and print each finding as `path:line:column: rule: message`.

    python -m checks [FILE...]

Without a file, all files of the project are checked. Ends with 1 where something was found, and
with 2 where a tool could not do its work.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from checks.tools import ROOT, TOOLS, ToolFailedError, build, project_files, run


def main(arguments: Sequence[str]) -> int:
    """Run every tool that reads one of the files, several at a time."""
    start = time.monotonic()
    known = project_files()
    files = [Path(name).absolute().resolve() for name in arguments]
    chosen = [
        name for name in known if not files or any((ROOT / name).is_relative_to(f) for f in files)
    ]
    if not chosen:
        print(f"No file of this project: {' '.join(arguments)}", file=sys.stderr)
        return 2
    jobs = [partial(run, tool) for tool in TOOLS] + [build]
    findings, failures = set(), []
    with ThreadPoolExecutor() as pool:
        for future in [pool.submit(job, chosen) for job in jobs]:
            try:
                findings |= set(future.result())
            except ToolFailedError as error:
                failures.append(str(error))
    for finding in sorted(findings):
        print(finding)
    for failure in failures:
        print(failure, file=sys.stderr)
    seconds = time.monotonic() - start
    print(f"{len(findings)} findings in {len(chosen)} files, {seconds:.0f} s", file=sys.stderr)
    return 2 if failures else 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
