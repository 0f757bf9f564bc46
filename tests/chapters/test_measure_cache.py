"""The table of build/cache.md says what the record beside it says, of the edits that are made."""

from __future__ import annotations

import json

import pytest
from chapters import measure_cache
from chapters.measure_cache import EDITS, INCLUDED, RECORD


def test_what_the_page_includes_is_rendered_from_the_record() -> None:
    assert INCLUDED.read_text("utf-8") == measure_cache.render(measure_cache.read(RECORD))


def test_the_record_has_every_edit_and_every_step() -> None:
    record = measure_cache.read(RECORD)
    assert list(record.cached) == list(EDITS)
    assert {len(cached) for cached in record.cached.values()} == {len(record.steps)}


def test_the_steps_of_the_record_are_those_of_the_dockerfile() -> None:
    lines = (measure_cache.EXAMPLE / "Dockerfile").read_text("utf-8").splitlines()
    makes_something = ("FROM ", "WORKDIR ", "COPY ", "RUN ")
    steps = [line for line in lines if line.startswith(makes_something)]
    assert measure_cache.read(RECORD).steps == [step.replace("$VERSION", "dev") for step in steps]


@pytest.mark.parametrize("vertex", [{"cached": True}, {}], ids=["cached", "carried out"])
def test_a_step_is_read_from_the_report_of_a_build(vertex: dict[str, object]) -> None:
    vertex = {"name": "[3/7] COPY requirements.txt .", **vertex}
    report = "\n".join(json.dumps({"vertexes": vertexes}) for vertexes in ([vertex], None))
    (step,) = measure_cache.read_progress(report).values()
    assert step == measure_cache.Step("COPY requirements.txt .", cached="cached" in vertex)


def test_the_base_image_is_there_before_the_build() -> None:
    vertex = {"name": "[1/7] FROM docker.io/library/python:3.13-slim@sha256:0123"}
    steps = measure_cache.read_progress(json.dumps({"vertexes": [vertex]}))
    assert steps == {1: measure_cache.Step("FROM python:3.13-slim", cached=True)}


@pytest.mark.engine
def test_an_edit_repeats_the_steps_that_the_record_says(gate: object) -> None:
    assert measure_cache.measure().cached == measure_cache.read(RECORD).cached
