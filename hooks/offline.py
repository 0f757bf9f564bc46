"""Write the offline edition: `make offline`. One archive, whose pages open by a double click."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = "docker-for-developers"
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: two builds of the same pages are the same bytes."""


def write(archive: Path) -> Path:
    """Build the pages for a folder, and pack them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
        command += ["--config-file", "offline.yml", "--site-dir", folder]
        subprocess.run(command, cwd=ROOT, check=True)
        archive.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            cards = Path(folder, "assets/cards")  # for those who read a link in a chat
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file() and path.suffix != ".map" and not path.is_relative_to(cards):
                    info = zipfile.ZipInfo(f"{NAME}/{path.relative_to(folder).as_posix()}", MOMENT)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    info.external_attr = 0o644 << 16
                    packed.writestr(info, path.read_bytes())
    return archive


if __name__ == "__main__":
    print(write(ROOT / ".cache" / f"{NAME}-offline.zip").relative_to(ROOT))
