"""Findings as people and programs want them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby

from sitecheck.model import Finding
from sitecheck.rules import RULES


def text(findings: Sequence[Finding]) -> str:
    """One line for each finding, with an empty line between files."""
    groups = groupby(findings, key=lambda finding: finding.path)
    return "\n\n".join("\n".join(map(str, group)) for _, group in groups)


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with path, line, column, rule, severity and message."""
    return json.dumps(
        [
            {
                "path": finding.path,
                "line": finding.line,
                "column": finding.column,
                "rule": finding.rule,
                "severity": RULES[finding.rule].severity,
                "message": finding.message,
            }
            for finding in findings
        ],
        indent=2,
        ensure_ascii=False,
    )


def github(findings: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    lines = []
    for finding in findings:
        place = f"file={_property(finding.path)}"
        if finding.line:
            place += f",line={finding.line}"
        if finding.column:
            place += f",col={finding.column}"
        title = _property(f"sitecheck: {finding.rule}")
        lines.append(f"::error {place},title={title}::{_data(finding.message)}")
    return "\n".join(lines)


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""
    names = sorted({finding.rule for finding in findings})
    results = []
    for finding in findings:
        place: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.path)}}
        if finding.line:
            region = {"startLine": finding.line}
            if finding.column:
                region["startColumn"] = finding.column
            place["region"] = region
        results.append(
            {
                "ruleId": finding.rule,
                "ruleIndex": names.index(finding.rule),
                "level": "warning",
                "message": {"text": finding.message},
                "locations": [{"physicalLocation": place}],
            }
        )
    rules = [{"id": name, "shortDescription": {"text": RULES[name].description}} for name in names]
    run = {
        "tool": {"driver": {"name": "sitecheck", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    schema = (
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path, errors="surrogateescape")


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "sarif": sarif,
}
