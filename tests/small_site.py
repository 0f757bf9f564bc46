"""Small sites, written and built by a test: what goes in is in the test, what comes out is a value."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

HOOKS = Path(__file__).parent.parent / "hooks"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build left: the site's folder, what was warned of, and why it stopped, if it did."""

    site: Path
    warnings: list[str]
    failure: str | None

    def read(self, name: str) -> str:
        """Return the text of a file of the site."""
        return Path(self.site, name).read_text(encoding="utf-8")

    def has(self, name: str) -> bool:
        """Say whether the site has a file."""
        return Path(self.site, name).is_file()


def build(
    root: Path,
    files: Mapping[str, str],
    *,
    hooks: Sequence[str] = (),
    settings: Mapping[str, object] | None = None,
) -> Outcome:
    """Write the files below a folder, and build them as a site, with hooks of this project.

    ``hooks`` are names without ``.py``; ``settings`` are those of mkdocs.yml.
    """
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    configuration = {
        "site_name": "Small",
        "site_url": "https://example.org/small/",
        "plugins": [],
        "hooks": [str(HOOKS / f"{name}.py") for name in hooks],
        **(settings or {}),
    }
    path = root / "mkdocs.yml"
    path.write_text(yaml.safe_dump(configuration), encoding="utf-8")
    site = root / "site"
    with _Log() as log:
        failure = None
        try:
            mkdocs_build(load_config(str(path)))
        except MkDocsException as error:
            # MkDocs logs the reason of a hook, and then stops with words of its own.
            failure = log.of(logging.ERROR)[-1] if log.of(logging.ERROR) else str(error)
    return Outcome(site, log.of(logging.WARNING), failure)


class _Log(logging.Handler):
    """Keep what MkDocs and the hooks warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []

    def of(self, level: int) -> list[str]:
        """Return the messages of a level."""
        return [record.getMessage() for record in self._records if record.levelno == level]

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def __enter__(self) -> _Log:
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self)
