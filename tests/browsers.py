"""Find the Chromium or Chrome that the tests drive, or install one where that is possible.

`python tests/browsers.py` is what `make test` runs once: it prints the browser's path, or why
there is none. It never fails, because the tests that need a browser skip with the same reason.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe")
INSTALL_SECONDS = 900  # 100 to 400 MB on a slow line
MISSING = (
    "no Chromium or Chrome was found that Playwright can drive: install one and put it on the "
    "PATH (a small Debian also needs the package libatomic1), or run `make browser`"
)

# No background traffic, no first-run pages, and nothing that needs a graphics card.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


def flags() -> list[str]:
    """Return the command line options that every browser of the tests is started with."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if root else [])]  # Chromium's sandbox refuses root


def find() -> Path | None:
    """Return the program of an installed browser, or None; None, too, where it can't be driven."""
    try:
        with sync_playwright() as playwright:
            own = Path(playwright.chromium.executable_path)
    except Exception:  # Playwright has no narrower one for a driver that does not start
        return None
    return next((path for path in (*_candidates(), own) if path.is_file()), None)


def install() -> None:
    """Install a browser the way this machine allows; say on standard error what went wrong."""
    for command in _commands():
        print("$", *command, file=sys.stderr, flush=True)
        try:
            # Standard output is kept for the answer.
            done = subprocess.run(
                command, stdout=sys.stderr, timeout=INSTALL_SECONDS, check=False, env=_quiet()
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            print(error, file=sys.stderr)
            return
        if done.returncode:
            return


def _candidates() -> Iterator[Path]:
    """Yield where a browser may be: the PATH, each system's usual folders."""
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / name for name in MAC)
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder_name := os.environ.get(variable):
                yield from (Path(folder_name, name) for name in WINDOWS)


def _commands() -> list[list[str]]:
    playwright = [sys.executable, "-m", "playwright", "install"]
    if not hasattr(os, "geteuid") or os.geteuid() or not shutil.which("apt-get"):
        return [[*playwright, "chromium"]]
    if platform.freedesktop_os_release().get("ID") == "debian":
        return [
            ["apt-get", "update", "--quiet"],
            [
                *("apt-get", "install", "--quiet", "--yes", "--no-install-recommends"),
                *("chromium", "fonts-liberation", "libatomic1"),  # letters; Playwright's driver
            ],
        ]
    # Ubuntu's chromium package is a stub for snap, which containers cannot run.
    return [[*playwright, "--with-deps", "chromium"]]


def _quiet() -> dict[str, str]:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def main() -> None:
    """Print the browser's path, after installing one if there is none."""
    if find() is None:
        install()
    print(find() or f"The browser tests will be skipped: {MISSING}.")


if __name__ == "__main__":
    main()
