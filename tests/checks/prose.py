"""Let Vale read pages, and print what it finds as JSON.

    python prose.py FILE...

Vale knows CommonMark, where the indented text of an admonition or a tab is code, which it leaves
out. So it gets copies in which that text is a quotation, with each word where it was.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_BLOCK = re.compile(r"^(?:!!!|\?\?\?\+?|===) .*\n(?:(?: {4}.*)?\n)+", re.MULTILINE)
_INDENT = re.compile(r"^(?: {4}|(?=\n))", re.MULTILINE)


def quote(text: str) -> str:
    """Make what stands in an admonition or a tab a quotation, without moving a character."""
    return _BLOCK.sub(lambda block: _INDENT.sub(">   ", block[0]), text)


def main(files: Sequence[str]) -> int:
    """Run the program ``vale`` on quoted copies."""
    with tempfile.TemporaryDirectory() as folder:
        for name in files:
            copy = Path(folder, name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(quote(Path(name).read_text(encoding="utf-8")), encoding="utf-8")
        command = ["vale", "--config", str(Path(".vale.ini").absolute()), "--output", "JSON"]
        return subprocess.run([*command, *files], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
