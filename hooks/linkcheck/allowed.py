"""The links that need not be found in order, from a TOML file, each with its reason."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkcheck.judge import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from linkcheck.model import Use


@dataclass(frozen=True, slots=True)
class Allowance:
    """One entry: ``rule`` is empty where the address is not even asked for; ``line`` counts from 1."""

    url: str
    reason: str
    rule: str
    line: int

    def covers(self, href: str) -> bool:
        """Tell whether the entry means an address, as the page has it."""
        if self.url.endswith("*"):
            return href.startswith(self.url[:-1])
        return href == self.url


class MalformedAllowanceError(Exception):
    """The file cannot be used; the message is `line: what is wrong. What to do.`"""


def read_allowances(path: Path) -> list[Allowance]:
    """Read the file; none there means no entries. Raises MalformedAllowanceError."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError:
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MalformedAllowanceError(f"1: this is no TOML: {error}. Correct it.") from error
    lines = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*\[\[\s*allowed\s*\]\]", line)
    ]
    entries = data.pop("allowed", [])
    if data or not isinstance(entries, list) or len(lines) != len(entries):
        raise MalformedAllowanceError(
            "1: only tables named [[allowed]] belong here. Remove the rest."
        )
    return [_allowance(entry, line) for entry, line in zip(entries, lines, strict=True)]


def _allowance(entry: dict[str, object], line: int) -> Allowance:
    unknown = entry.keys() - {"url", "reason", "rule"}
    if unknown:
        raise MalformedAllowanceError(
            f"{line}: '{min(unknown)}' means nothing here. Use url, reason and rule."
        )
    for key in ("url", "reason"):
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip("* "):
            raise MalformedAllowanceError(f"{line}: the entry has no {key}. Write one.")
    rule = entry.get("rule", "")
    if rule not in ["", *RULES]:
        raise MalformedAllowanceError(
            f"{line}: '{rule}' is no rule. Use one of {', '.join(sorted(RULES))}."
        )
    return Allowance(str(entry["url"]), str(entry["reason"]), str(rule), line)


def is_allowed(allowances: Sequence[Allowance], href: str, rule: str = "") -> bool:
    """Tell whether an address is allowed to break a rule; without a rule, not to be asked for."""
    return any(entry.rule in {"", rule} and entry.covers(href) for entry in allowances)


def unused(allowances: Sequence[Allowance], uses: Sequence[Use]) -> list[Allowance]:
    """Return the entries that mean no link of the site."""
    return [entry for entry in allowances if not any(entry.covers(use.href) for use in uses)]
