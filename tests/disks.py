"""Disks that a test fills or protects; they need Linux, and root or sudo."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Put a disk of a size at a folder, as long as the block lasts."""
    _mount("mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _mount("umount", str(folder))


def protect(folder: Path) -> None:
    """Let nobody write to such a disk any more, not even root."""
    _mount("mount", "-o", "remount,ro", str(folder))


def _mount(*command: str) -> None:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    words = [*([] if root else ["sudo", "--non-interactive"]), *command]
    if not shutil.which("mount") or not shutil.which(words[0]):
        pytest.skip("a disk for a test needs Linux, and root or sudo")
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    if done.returncode:
        pytest.skip(f"no disk can be made here: {done.stderr.strip()}")
