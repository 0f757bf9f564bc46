from __future__ import annotations

from pathlib import Path

import pytest
from linkcheck.allowed import (
    Allowance,
    MalformedAllowanceError,
    is_allowed,
    read_allowances,
    unused,
)
from linkcheck.model import Use

ROOT = Path(__file__).parents[3]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "allowed.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_list_can_be_read() -> None:
    read_allowances(ROOT / "hooks/linkcheck/allowed.toml")


def test_no_file_allows_nothing(tmp_path: Path) -> None:
    assert read_allowances(tmp_path / "allowed.toml") == []


def test_each_entry_knows_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '# why\n[[allowed]]\nurl = "https://a.dev/"\nreason = "So."\n\n'
        '[[allowed]]\nurl = "https://b.dev/*"\nrule = "moved-external-link"\nreason = "So."\n',
    )
    assert read_allowances(path) == [
        Allowance("https://a.dev/", "So.", "", 2),
        Allowance("https://b.dev/*", "So.", "moved-external-link", 6),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[allowed", "1: this is no TOML"),
        ("[[ignored]]\n", "1: only tables named"),
        ("allowed = 5\n", "1: only tables named"),
        ('allowed = [{url = "x", reason = "y"}]\n', "1: only tables named"),
        ("[[allowed]]\n", "1: the entry has no url"),
        ('\n[[allowed]]\nurl = "https://a.dev/"\n', "2: the entry has no reason"),
        ('[[allowed]]\nurl = "https://a.dev/"\nreason = " "\n', "1: the entry has no reason"),
        ('[[allowed]]\nurl = "*"\nreason = "So."\n', "1: the entry has no url"),
        ('[[allowed]]\nurl = 5\nreason = "So."\n', "1: the entry has no url"),
        ('[[allowed]]\nurl = "u"\nreason = "So."\nrule = "any"\n', "1: 'any' is no rule"),
        ('[[allowed]]\nurl = "u"\nreason = "So."\nrule = []\n', r"1: '\[\]' is no rule"),
        ('[[allowed]]\nurl = "u"\nwhy = "So."\n', "1: 'why' means nothing here"),
    ],
)
def test_a_malformed_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(MalformedAllowanceError, match=message):
        read_allowances(written(tmp_path, text))


WHOLE = Allowance("https://a.dev/x", "So.", "", 1)
BEGINNING = Allowance("https://b.dev/*", "So.", "", 5)
ONE_RULE = Allowance("https://c.dev/", "So.", "moved-external-link", 9)


@pytest.mark.parametrize(
    ("href", "rule", "allowed"),
    [
        pytest.param("https://a.dev/x", "", True, id="the address"),
        pytest.param("https://a.dev/x/y", "", False, id="an address that begins so"),
        pytest.param("https://b.dev/x/y", "", True, id="an address that begins so, with a star"),
        pytest.param("https://c.dev/", "", False, id="asked for: one rule only"),
        pytest.param("https://c.dev/", "moved-external-link", True, id="the rule"),
        pytest.param("https://c.dev/", "broken-external-link", False, id="another rule"),
    ],
)
def test_an_entry_allows_what_it_names(href: str, rule: str, allowed: bool) -> None:
    assert is_allowed([WHOLE, BEGINNING, ONE_RULE], href, rule) is allowed


def test_an_entry_that_no_link_needs_is_unused() -> None:
    uses = [Use("https://b.dev/x", "docs/a.md", 1, 1), Use("https://c.dev/", "docs/a.md", 2, 1)]
    assert unused([WHOLE, BEGINNING, ONE_RULE], uses) == [WHOLE]
