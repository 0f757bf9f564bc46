"""From answers to findings: what to change, at each place that uses an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitecheck import Finding

from linkcheck.anchors import wanted_anchor
from linkcheck.model import Target, Verdict
from linkcheck.urls import host_of, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from linkcheck.model import Answer, Use

BROKEN = "broken-external-link"
FRAGMENT = "broken-external-fragment"
MOVED = "moved-external-link"
UNREACHABLE = "unreachable-external-link"
UNREAD = "unread-external-fragment"
RULES = frozenset({BROKEN, FRAGMENT, MOVED, UNREACHABLE, UNREAD})

_PATIENCE = "Run `make links` again later. If it stays so, correct the link or remove it."


def targets(uses: Iterable[Use]) -> list[Target]:
    """Return what to ask for: each address once, with the anchors that any link to it wants."""
    wanted: dict[str, set[str]] = {}
    for use in uses:
        try:
            url, fragment = normalize(use.href)
        except ValueError:
            continue  # `judge` says so
        anchors = wanted.setdefault(url, set())
        anchors.update({wanted_anchor(fragment, host_of(url))} - {""})
    return [Target(url, frozenset(anchors)) for url, anchors in sorted(wanted.items())]


def judge(use: Use, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Find what is wrong with one link. An address without an answer has no findings."""
    try:
        url, fragment = normalize(use.href)
    except ValueError as error:
        yield _finding(use, BROKEN, f"{error}. Correct the address.")
        return
    answer = answers.get(url)
    if answer is None:
        return
    if answer.verdict is Verdict.BROKEN:
        yield _finding(use, BROKEN, f"{answer.detail}. Correct the link, or remove it.")
        return
    if answer.verdict is Verdict.UNREACHABLE:
        yield _finding(use, UNREACHABLE, f"{answer.detail}. {_PATIENCE}")
        return
    if answer.moved:
        address = answer.moved
        if fragment and "#" not in address:
            address += "#" + fragment
        yield _finding(use, MOVED, f"has moved for good. Write '{address}'.")
    nearest = answer.anchors.get(wanted_anchor(fragment, host_of(url)))
    if nearest is None:
        return
    if not answer.complete:
        yield _finding(
            use,
            UNREAD,
            f"is a page too large to be read to its end, and '#{fragment}' is not in its beginning. "
            "Check it by hand, and allow it with a reason in hooks/linkcheck/allowed.toml.",
        )
    else:
        hint = f"Did you mean '#{nearest}'?" if nearest else "Link to an anchor that it has."
        yield _finding(use, FRAGMENT, f"the page has no anchor '#{fragment}'. {hint}")


def _finding(use: Use, rule: str, message: str) -> Finding:
    joint = ": " if message.startswith("the page") else " "
    text = f"'{use.href}'{joint}{message}"
    # Hosts may say anything: a finding is one line, and no terminal or report obeys it.
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return Finding(use.path, use.line, use.column, rule, shown)
