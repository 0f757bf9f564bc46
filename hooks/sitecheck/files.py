"""Reading files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Read a file as MkDocs does; what cannot be decoded becomes U+FFFD."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        text = data.decode(errors="replace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def files_below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder; linked folders are not entered."""
    stack = [""]
    root = os.fspath(folder)
    while stack:
        prefix = stack.pop()
        try:
            entries = list(os.scandir(f"{root}/{prefix}"))
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(f"{prefix}{entry.name}/")
                elif entry.is_dir():
                    continue
                else:
                    yield f"{prefix}{entry.name}"
            except OSError:
                continue
