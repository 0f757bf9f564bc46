"""Every page does on an engine what it says, and leaves nothing behind.

The record of the run is written to .cache/verified.json, for whoever has no engine to commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chapters.engine import Engine, EngineError, find_engine
from chapters.verify import ROOT, Report, entries_of, run_page_twice, tell
from transcripts.pages import find_pages, read_page
from transcripts.record import write_record

RECORD = ROOT / ".cache" / "verified.json"


@pytest.fixture(scope="module")
def engine() -> Engine:
    try:
        return find_engine()
    except EngineError as error:
        pytest.fail(f"{error}", pytrace=False)


@pytest.fixture(scope="module")
def reports(engine: Engine) -> Iterator[list[Report]]:
    reports: list[Report] = []
    yield reports
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(write_record(entries_of(reports, engine, ROOT)), encoding="utf-8")


@pytest.mark.engine
@pytest.mark.parametrize(
    "path",
    list(find_pages(ROOT)),
    ids=lambda path: path.relative_to(ROOT / "docs").with_suffix("").as_posix(),
)
def test_the_page_prints_what_it_shows(path: Path, engine: Engine, reports: list[Report]) -> None:
    report = run_page_twice(read_page(path, ROOT), engine)
    reports.append(report)
    if not report.sound:
        pytest.fail(tell(report), pytrace=False)
