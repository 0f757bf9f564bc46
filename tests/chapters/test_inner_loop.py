"""An edit is seen in the running container, in each way that docs/dev/inner-loop.md shows."""

from __future__ import annotations

import time

import pytest
from chapters import inner_loop
from chapters.engine import Gate
from chapters.inner_loop import PYTHON, WAYS, Project, running


@pytest.mark.engine
@pytest.mark.parametrize(
    ("project", "service"), WAYS, ids=lambda value: getattr(value, "name", value)
)
def test_an_edit_changes_the_answer(gate: Gate, project: Project, service: str) -> None:
    with running(project, service) as loop:
        loop.edit("Good morning")
        loop.wait_for("Good morning")


@pytest.mark.engine
def test_a_synced_file_changes_nothing_without_a_reloader(gate: Gate) -> None:
    with running(PYTHON, "trap") as loop:
        loop.edit("Good morning")
        arrived = ("exec", "trap", "cat", "greeting.py")
        end = time.monotonic() + inner_loop.PATIENCE
        while "Good morning" not in inner_loop.compose(loop.folder, *arrived):
            assert time.monotonic() < end, "the file was never copied"
        time.sleep(3)  # a reloader takes one
        assert loop.answer() == "Hello"


def test_the_table_is_rendered_from_the_record() -> None:
    record = inner_loop.read(inner_loop.RECORD)
    assert inner_loop.TABLE.read_text("utf-8") == inner_loop.render(record)


def test_each_way_of_the_page_was_measured() -> None:
    seconds = inner_loop.read(inner_loop.RECORD).seconds
    measured = {(project, way) for project, ways in seconds.items() for way in ways}
    assert {(project.name, service) for project, service in WAYS} <= measured
