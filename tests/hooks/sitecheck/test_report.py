"""The forms in which findings leave: for people, for programs, for GitHub."""

from __future__ import annotations

import json

import pytest
from sitecheck.model import Finding
from sitecheck.report import FORMATS, as_json, github, sarif, text
from sitecheck.rules import RULES

LINK = Finding("docs/a.md", 3, 7, "broken-link", "'nope.md': there is no such page or file.")
ALT = Finding("docs/a.md", 4, 1, "missing-alt", "'x.png': the image has no alt text.")
WHOLE = Finding("docs/größe 1.png", 0, 0, "large-asset", "'größe 1.png': 100 % too large,\nreally")


def test_a_finding_is_one_line_that_editors_understand() -> None:
    assert str(LINK) == "docs/a.md:3:7: broken-link: 'nope.md': there is no such page or file."


def test_a_finding_without_a_line_names_the_file() -> None:
    assert str(WHOLE).startswith("docs/größe 1.png: large-asset: ")


def test_text_has_a_group_of_lines_for_each_file() -> None:
    assert text([LINK, ALT, WHOLE]) == f"{LINK}\n{ALT}\n\n{WHOLE}"


def test_json_names_each_part() -> None:
    assert json.loads(as_json([LINK])) == [
        {
            "path": "docs/a.md",
            "line": 3,
            "column": 7,
            "rule": "broken-link",
            "severity": "warning",
            "message": "'nope.md': there is no such page or file.",
        }
    ]


def test_github_shows_a_finding_beside_its_line() -> None:
    assert github([LINK]) == (
        "::error file=docs/a.md,line=3,col=7,title=sitecheck%3A broken-link"
        "::'nope.md': there is no such page or file."
    )


def test_github_is_not_led_astray_by_marks_of_its_own() -> None:
    odd = Finding("docs/a,b:c%.md", 1, 0, "broken-link", "50 %\n::error::no command")
    assert github([odd]) == (
        "::error file=docs/a%2Cb%3Ac%25.md,line=1,title=sitecheck%3A broken-link"
        "::50 %25%0A::error::no command"
    )


def test_sarif_names_the_tool_its_rules_and_each_place() -> None:
    log = json.loads(sarif([LINK, ALT, WHOLE]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["broken-link", "large-asset", "missing-alt"]
    assert all(rule["shortDescription"]["text"] for rule in rules)
    for finding, result in zip([LINK, ALT, WHOLE], run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert result["message"] == {"text": finding.message}
    first, _, whole = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert first["artifactLocation"] == {"uri": "docs/a.md"}
    assert first["region"] == {"startLine": 3, "startColumn": 7}
    assert run["columnKind"] == "unicodeCodePoints"  # as our columns count
    assert whole == {"artifactLocation": {"uri": "docs/gr%C3%B6%C3%9Fe%201.png"}}


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_can_say_nothing(name: str) -> None:
    output = FORMATS[name]([])
    assert output == "" if name in {"text", "github"} else json.loads(output) is not None


def test_every_rule_has_one_sentence() -> None:
    for rule in RULES.values():
        assert rule.description.endswith(".")
        assert rule.name == rule.name.lower()
