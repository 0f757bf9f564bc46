"""The labelled corpus: each case has exactly the findings it says, at the places it says.

The cases of a folder are built as one site, each below a folder of its name, with the settings of
the folder's mkdocs.yml; those in ``alone`` are sites by themselves.
"""

from __future__ import annotations

import functools
import logging
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus_case import Case, read_case, shortened, stands_there
from mkdocs.commands.build import build
from mkdocs.config import load_config
from small_site import HOOKS

CORPUS = Path(__file__).parent / "corpus"
SHARED = ["pages"]


def cases(group: str) -> list[Case]:
    return [read_case(path) for path in sorted((CORPUS / group).glob("*.txt"))]


def findings(root: Path, files: Mapping[str, str], settings: str) -> list[str]:
    """Build a site as `mkdocs build` does; return the lines that the hook logs."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        f"{settings}\nsite_name: Corpus\nhooks: ['{HOOKS / 'check_site.py'}']\n", encoding="utf-8"
    )
    log = logging.getLogger("mkdocs.plugins.check_site")
    lines: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    try:
        build(load_config(str(root / "mkdocs.yml")))
    finally:
        log.removeHandler(handler)
    return [line.removeprefix("check_site: ") for line in lines]


def hold(found: list[str], case: Case) -> None:
    """Fail with what is missing (-), what is too much (+), and places where no target is (?)."""
    missing = Counter(case.findings) - Counter(found)
    extra = Counter(found) - Counter(case.findings)
    differences = [
        *(f"- {line}" for line in sorted(missing.elements())),
        *(f"+ {line}" for line in sorted(extra.elements())),
        *(f"? {line}" for line in sorted(found) if not stands_there(line, case)),
    ]
    if differences:
        pytest.fail("\n".join([case.claim, *differences]), pytrace=False)


@functools.cache
def findings_of(group: str, root: Path) -> list[str]:
    """Build a group's cases as one site."""
    files = {}
    for case in cases(group):
        for name, text in case.files.items():
            top, _, rest = name.partition("/")
            inside = f"{case.name}/{rest}" if top == "snippets" else f"{case.name}/{name}"
            files[f"{top if top == 'snippets' else 'docs'}/{inside}"] = text
    return findings(root, files, (CORPUS / group / "mkdocs.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@pytest.mark.parametrize(
    ("group", "case"),
    [
        pytest.param(group, case, id=f"{group}/{case.name}")
        for group in SHARED
        for case in cases(group)
    ],
)
def test_a_case_has_exactly_its_findings(
    group: str, case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root / group
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)  # snippets are found from the current folder
    found = []
    for line in findings_of(group, folder):
        for top, prefix in (("docs", ""), ("snippets", "snippets/")):
            if line.startswith(f"{top}/{case.name}/"):
                found.append(shortened(prefix + line.removeprefix(f"{top}/{case.name}/")))
    hold(found, case)


@pytest.mark.parametrize("case", cases("alone"), ids=lambda case: case.name)
def test_a_site_has_exactly_its_findings(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = dict(case.files)
    settings = files.pop("mkdocs.yml")
    found = [shortened(line) for line in findings(tmp_path, files, settings)]
    hold(found, case)
