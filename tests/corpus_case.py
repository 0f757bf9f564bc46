"""Reading the labelled corpus: a case is a file, with the pages it consists of and its findings.

    What the case shows, in a sentence.
    === index.md
    [Guide](guid.md)
    === guide.md
    # Guide
    === findings
    index.md:1:9: broken-link: 'guid.md'; 'guide.md'

A finding names the place, the rule, the target as typed, and after a semicolon the suggestion.
Characters that nobody sees are written as \\u and four digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

_HEADING = re.compile(r'^=== ([^"\n]+)\n', re.MULTILINE)
_FINDING = re.compile(
    r"(?P<place>.+?): (?P<rule>[a-z0-9-]+): (?:'(?P<target>.*?)': )?.*?(?: Did you mean '(?P<better>.*)'\?)?"
)

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_SHORT = re.compile(r"(?P<place>.+?): [a-z0-9-]+(?:: '(?P<target>.*?)'(?:; .*)?)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """Files by their names, and the findings that they should have."""

    name: str
    claim: str
    files: dict[str, str]
    findings: list[str]


def read_case(path: Path) -> Case:
    """Read a case."""
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), path.read_text(encoding="utf-8"))
    claim, *parts = _HEADING.split(text)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    findings = [line for line in files.pop("findings").splitlines() if line.strip()]
    return Case(path.stem, claim.strip(), files, findings)


def shortened(message: str) -> str:
    """Bring a finding's line into the form of a case."""
    match = _FINDING.fullmatch(message)
    assert match, message
    line = f"{match['place']}: {match['rule']}"
    if match["target"] is not None:
        line += f": '{match['target']}'"
    if match["better"] is not None:
        line += f"; '{match['better']}'"
    return line


def stands_there(line: str, case: Case) -> bool:
    """Say whether the text at a finding's place is the one that it quotes."""
    match = _SHORT.match(line)
    assert match, line
    path, _, place = match["place"].partition(":")
    row, _, column = place.partition(":")
    if not column or match["target"] is None:
        return True
    text = case.files[path].split("\n")[int(row) - 1][int(column) - 1 :]
    target = match["target"].replace("\\u200b", "\u200b")
    if "-script" in line:
        return text.lower().startswith(target)  # a name, in any letters
    return any(each.startswith(target) for each in (text, unescape(text))) or text.startswith(
        ("<!--", "---")
    )
