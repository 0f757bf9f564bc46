"""Pages in the repository: their transcripts, with the files and folders that they name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from transcripts.grammar import Page, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_page(path: Path, root: Path) -> Page:
    """Read the transcripts of a page; its name in findings is relative to the root."""
    return parse(
        path.relative_to(root).as_posix(),
        path.read_text(encoding="utf-8-sig"),
        lambda name: (root / name).read_text(encoding="utf-8"),
        lambda folder: digest(root / folder),
    )


def find_pages(root: Path) -> Iterator[Path]:
    """Walk docs/ for the pages that have transcripts, sound or not."""
    for path in sorted((root / "docs").rglob("*.md")):
        page = read_page(path, root)
        if page.steps or page.findings:
            yield path


def digest(folder: Path) -> str:
    """Return a hash of the names and contents of the files below a folder.

    Raises NotADirectoryError when there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()
