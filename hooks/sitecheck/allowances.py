"""Exceptions that contributors write down where they stand: rule, and reason.

``<!-- sitecheck: allow broken-link, made by the deploy job -->`` on the line itself or before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sitecheck.blocks import fences
from sitecheck.model import Finding
from sitecheck.rules import RULES

_COMMENT = re.compile(
    r"(?:<!--|\{#|/\*|^[ \t]*#|[ \t]#)[ \t]*sitecheck:(?P<text>.*?)(?:-->|#\}|\*/|$)", re.MULTILINE
)
_ALLOW = re.compile(r"\s*allow\s+(?P<rules>[a-z\-]+(?:\s+[a-z\-]+)*)\s*(?:,(?P<reason>.*))?")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule that may be broken on one line of a file."""

    path: str
    line: int
    column: int
    rules: tuple[str, ...]


def read_allowances(path: str, text: str) -> tuple[list[Allowance], list[Finding]]:
    """Return the allowances of a file, and what is wrong with them."""
    found: list[Allowance] = []
    wrong: list[Finding] = []
    if "sitecheck:" not in text:
        return found, wrong
    code = [] if not path.endswith(".md") else fences(text)
    for match in _COMMENT.finditer(text):
        if text[match.start() - 1 : match.start()] == "`" or any(
            fence.start <= match.start() < fence.end for fence in code
        ):
            continue
        line = text.count("\n", 0, match.end()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        allow = _ALLOW.fullmatch(match["text"])
        if not allow or not (allow["reason"] or "").strip():
            wrong.append(
                Finding(
                    path, line, column, "bad-allowance",
                    f"'{match['text'].strip()}': write 'sitecheck: allow RULE, REASON'.",
                )
            )  # fmt: skip
            continue
        rules = tuple(allow["rules"].split())
        for rule in rules:
            if rule not in RULES:
                wrong.append(
                    Finding(
                        path, line, column, "bad-allowance", f"'{rule}': there is no such rule."
                    )
                )
        found.append(Allowance(path, line, column, rules))
    return found, wrong


def apply_allowances(findings: Iterable[Finding], allowances: Iterable[Allowance]) -> list[Finding]:
    """Drop what is allowed, and report what allows nothing."""
    places: dict[tuple[str, int, str], list[tuple[Allowance, str]]] = {}
    unused: set[tuple[Allowance, str]] = set()
    for allowance in allowances:
        for rule in allowance.rules:
            if rule in RULES:
                unused.add((allowance, rule))
            for line in (allowance.line, allowance.line + 1):
                places.setdefault((allowance.path, line, rule), []).append((allowance, rule))
    kept = []
    for finding in findings:
        matching = places.get((finding.path, finding.line, finding.rule))
        if matching:
            unused.difference_update(matching)
        else:
            kept.append(finding)
    for allowance, rule in unused:
        kept.append(
            Finding(
                allowance.path, allowance.line, allowance.column, "unused-allowance",
                f"'{rule}': nothing on this line or the next breaks this rule. Remove the comment.",
            )
        )  # fmt: skip
    return kept
