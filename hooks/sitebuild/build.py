"""Build into a folder of this process, and swap."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

import click
from mkdocs.__main__ import cli

SITE = Path("site")
CACHE = Path(".cache")
PREFIX = "build-"  # and the number of the process: .cache/build-4711/
INTERRUPTED = 130  # what a shell says of a command that Ctrl-C ended


def main(options: Sequence[str]) -> int:
    """Build the site, and return the exit status."""
    date_by_commit()
    try:
        repair()
        with _folder() as folder, _terminated():
            status = _mkdocs([*options, "--site-dir", str(folder / "new")])
            if status == 0:
                swap(folder)
    except KeyboardInterrupt:
        return _give_up("interrupted", INTERRUPTED)
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        return _give_up(f"{error.strerror or error}{place}")
    except Exception as error:  # MkDocs has named the page; whose fault it is, nobody can know
        reason = " ".join(str(error).split()) or type(error).__name__
        return _give_up(f"{reason} (`mkdocs build` shows where in the code)")
    return status if status == 0 else _give_up("the reason is above", status)


def date_by_commit() -> None:
    """Let the build bear the date of the commit, so that the same commit is the same site."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        if not given.isascii() or not given.isdigit() or int(given) >= 2**32:
            sys.exit(
                f"SOURCE_DATE_EPOCH: '{given}' is no number of seconds since 1970, before 2106."
            )
        return
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], capture_output=True, check=True, text=True
        )
        os.environ["SOURCE_DATE_EPOCH"] = done.stdout.strip()


def repair() -> None:
    """Remove what processes left that were killed, and put back a site that one had in its hand."""
    for folder in CACHE.glob(f"{PREFIX}*"):
        if _runs(folder.name.removeprefix(PREFIX)):
            continue
        if (folder / "old").is_dir() and not SITE.exists():
            (folder / "old").rename(SITE)
        shutil.rmtree(folder, ignore_errors=True)


def swap(folder: Path) -> None:
    """Put the new site into the place of the old one. Ctrl-C waits until that is done."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if SITE.exists():
            SITE.rename(folder / "old")
        (folder / "new").rename(SITE)
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder on the same disk as the site, and remove it, whatever happens."""
    folder = CACHE / f"{PREFIX}{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _terminated() -> Iterator[None]:
    """Let `kill` end the build as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _mkdocs(options: list[str]) -> int:
    try:
        cli.main(["build", *options], prog_name="mkdocs", standalone_mode=False)
    except click.Abort as error:  # findings; and Ctrl-C, which click turns into this
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    return 0


def _runs(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True  # somebody else's
    return True


def _give_up(reason: str, status: int = 1) -> int:
    left = "site/ is as it was before" if SITE.exists() else "there is no site/ yet"
    print(f"The build failed, and {left}: {reason}", file=sys.stderr)
    return status
