from __future__ import annotations

import pytest
from transcripts.grammar import Page, parse
from transcripts.record import (
    Entry,
    RecordError,
    describe,
    find_stale,
    hash_of,
    read_record,
    write_record,
)

TEXT = '```dockerfile title="Dockerfile"\n--8<-- "Dockerfile"\n```\n\n```console\n$ one\nout\n```\n'


def page(text: str = TEXT, dockerfile: str = "FROM busybox\n") -> Page:
    return parse("docs/a.md", text, lambda path: dockerfile)


def entry(hash_: str, commands: int = 12, skipped: int = 0, images: str = "stand-ins") -> Entry:
    return Entry(
        hash_, commands, skipped, "28.5.2", "2026-11-24", images, "containerd", "linux/amd64"
    )


def test_prose_does_not_change_the_hash() -> None:
    assert hash_of(page("# Title\n\nProse.\n\n" + TEXT + "More.\n")) == hash_of(page())


@pytest.mark.parametrize(
    ("text", "dockerfile"),
    [
        (TEXT.replace("$ one", "$ two"), "FROM busybox\n"),
        (TEXT.replace("out", "in"), "FROM busybox\n"),
        (TEXT, "FROM nginx\n"),
        (TEXT.replace('title="Dockerfile"', 'title="x/Dockerfile"'), "FROM busybox\n"),
        (
            TEXT.replace("```console", "<!-- transcript: skip, why -->\n```console"),
            "FROM busybox\n",
        ),
    ],
    ids=["command", "output", "included file", "file's name", "skip"],
)
def test_what_is_executed_changes_the_hash(text: str, dockerfile: str) -> None:
    assert hash_of(page(text, dockerfile)) != hash_of(page())


def test_a_record_is_read_as_it_was_written() -> None:
    entries = {"docs/b.md": entry("sha256:2"), "docs/a.md": entry("sha256:1")}
    text = write_record(entries)
    assert read_record(text) == entries
    assert [line.split('"')[1] for line in text.splitlines()[2:-2]] == ["docs/a.md", "docs/b.md"]


def test_an_empty_record_is_a_record() -> None:
    assert read_record(write_record({})) == {}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pages": {"a": {}}}', '{"pages": 1}'])
def test_a_broken_record_says_what_to_do(text: str) -> None:
    with pytest.raises(RecordError, match="make verify"):
        read_record(text)


def test_a_page_says_when_and_where_it_was_executed() -> None:
    assert describe(page(), {"docs/a.md": entry(hash_of(page()))}) == (
        "12 commands executed with Docker Engine 28.5.2 on 24 November 2026, with stand-in images"
    )


def test_a_page_says_what_was_not_executed() -> None:
    said = describe(page(), {"docs/a.md": entry(hash_of(page()), 1, 2, "official")})
    assert said == (
        "1 of 3 commands executed with Docker Engine 28.5.2 on 24 November 2026, "
        "with official images"
    )


def test_a_changed_page_waits_for_its_next_run() -> None:
    said = describe(page(), {"docs/a.md": entry("sha256:old")})
    assert said == "Changed since its last run: waits for the next"


def test_a_new_page_waits_for_its_first_run() -> None:
    assert describe(page(), {}) == "Not executed yet: waits for its first run"


def test_stale_entries_are_found() -> None:
    current = {"docs/a.md": entry(hash_of(page()))}
    assert list(find_stale([page()], current)) == []
    found = [f.message for f in find_stale([page()], {"docs/a.md": entry("old")})]
    assert len(found) == 1
    assert "changed since" in found[0]
    gone = [f.message for f in find_stale([page()], {**current, "docs/b.md": entry("x")})]
    assert len(gone) == 1
    assert "'docs/b.md' has no transcripts" in gone[0]
    new = [f.path for f in find_stale([page()], {})]
    assert new == ["docs/a.md"]
