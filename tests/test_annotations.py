"""GitHub shows a finding beside the line it names: .github/findings.json reads it from the log."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sitecheck import Finding

ROOT = Path(__file__).parents[1]
FINDING = Finding("docs/a b/page.md", 42, 17, "broken-link", "'x:1:2': there is none.")
PARTS = ("docs/a b/page.md", "42", "17", "broken-link", "'x:1:2': there is none.")


@pytest.fixture(scope="module")
def pattern() -> re.Pattern[str]:
    text = (ROOT / ".github/findings.json").read_text(encoding="utf-8")
    (matcher,) = json.loads(text)["problemMatcher"]
    (each,) = matcher["pattern"]
    assert [each[key] for key in ("file", "line", "column", "code", "message")] == [1, 2, 3, 4, 5]
    return re.compile(each["regexp"])


@pytest.mark.parametrize("before", ["", "WARNING -  check_site: "], ids=["a command", "a build"])
def test_a_finding_is_read_from_the_log(pattern: re.Pattern[str], before: str) -> None:
    match = pattern.search(before + str(FINDING))
    assert match
    assert match.groups() == PARTS


@pytest.mark.parametrize(
    "line",
    [
        "INFO    -  Documentation built in 6.82 seconds",
        "INFO    -  check_site: sitecheck: 0 findings in 0 files; 30 pages, 864 links in 0.50 s",
        "tests/test_a.py:12: AssertionError",
    ],
)
def test_what_is_no_finding_is_left_alone(pattern: re.Pattern[str], line: str) -> None:
    assert not pattern.search(line)
