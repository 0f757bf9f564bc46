"""The glossary leads to the pages that show its terms, and each error to a command that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from glossary import read_terms
from transcripts.grammar import Step
from transcripts.pages import read_page

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs/reference/glossary.md"
ENTRIES = {
    re.sub(r" \{ #.*", "", entry.splitlines()[0]): entry
    for entry in re.split(r"(?m)^## ", GLOSSARY.read_text(encoding="utf-8"))[1:]
}


@pytest.mark.parametrize("term", ENTRIES)
def test_the_entry_ends_with_the_page_that_shows_the_term(term: str) -> None:
    last = ENTRIES[term].rstrip().splitlines()[-1]
    link = re.fullmatch(r"Shown in \[[^]]+]\(([^)#]+\.md)(?:#[\w-]+)?\)\.", last)
    assert link, f"{term}: the last line is no 'Shown in [a page](../part/page.md).': {last!r}"
    page = (GLOSSARY.parent / link[1]).resolve()
    assert page.is_file()
    assert page != GLOSSARY


def test_there_are_about_seventy_terms_in_their_order() -> None:
    terms = list(read_terms(GLOSSARY.read_text(encoding="utf-8")))
    assert len(terms) >= 70
    assert terms == sorted(terms)


CHEAT_SHEET = ROOT / "docs/reference/cheat-sheet.md"


def test_each_row_of_the_cheat_sheet_leads_to_the_page_that_teaches_it() -> None:
    text = CHEAT_SHEET.read_text(encoding="utf-8")
    bare = [
        row
        for head, rows in re.findall(r"(?m)^(\| .*)\n\| ---.*\n((?:\|.*\n)+)", text)
        for row in rows.splitlines()
        if "](../" not in head + row
    ]
    assert bare == []


TROUBLESHOOTING = ROOT / "docs/reference/troubleshooting.md"
ERROR_PAGES = (TROUBLESHOOTING, *sorted(TROUBLESHOOTING.parent.glob("errors-*.md")))
NOT_REPRODUCED = {
    "Multi-platform build is not supported for the docker driver": "test_older_store.py does it",
    "denied: requested access to the resource is denied": "only Docker Hub says so",
    "pull access denied, repository does not exist": "only Docker Hub says so",
}
NOT_SHOWN = {
    "COPY --from: not found, although the step before made it": "most of it is no message",
    "Connection reset by peer, Empty reply from server": "which of the two depends on the system",
    "Killed, OOMKilled true": "no message: the engine answers `true`",
    "The container exits at once": "no message",
    "bad address, could not resolve host": "which of the two depends on the program",
    "docker stop takes ten seconds, exit code 137": "no message",
    "no matching manifest, does not provide the specified platform": "which depends on what is there",
}


def read_errors(page: Path) -> dict[str, list[Step]]:
    """Return the commands below each message, without those that ask for the exit status."""
    lines = page.read_text(encoding="utf-8").splitlines()
    steps = read_page(page, ROOT).steps
    errors: dict[str, list[Step]] = {}
    message = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            message = ""
        elif line.startswith("### "):
            message = line.removeprefix("### ")
            errors[message] = []
        errors.get(message, []).extend(
            step for step in steps if step.line == number and not step.command.startswith("echo $?")
        )
    return errors


ERRORS = {message: steps for page in ERROR_PAGES for message, steps in read_errors(page).items()}


def test_there_are_at_least_forty_errors() -> None:
    assert len(ERRORS) >= 40


def test_the_entrance_lists_the_messages_of_the_other_pages() -> None:
    entrance = TROUBLESHOOTING.read_text(encoding="utf-8").replace("&#91;", "[")
    for page in ERROR_PAGES[1:]:
        listed = re.findall(rf"(?m)^- \[(.+)\]\({page.name}#[^)]+\)$", entrance)
        assert listed == list(read_errors(page))


def test_only_errors_that_are_listed_are_not_reproduced() -> None:
    assert ERRORS.keys() >= NOT_REPRODUCED.keys()


def _sought(step: Step) -> list[str]:
    """Return what a command looks for in the output of another one."""
    return step.command.split(" | grep ")[1:]


@pytest.mark.parametrize("message", sorted(ERRORS.keys() - NOT_REPRODUCED))
def test_the_error_is_reproduced_and_then_a_command_works(message: str) -> None:
    *before, works = ERRORS[message]
    assert any(step.expected or step.status for step in before)
    shown = " ".join(line for step in before for line in (*step.expected, *_sought(step)))
    words = set(re.findall(r"[\w.]{4,}", message.lower()))
    found = [word for word in words if word in shown.lower()]
    enough = len(found) >= min(2, len(words))
    assert enough or message in NOT_SHOWN, "its output is left out, so any other message would do"
    assert works.status == 0
    assert works.skip is None
