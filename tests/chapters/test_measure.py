"""The tables that a page includes say what the record beside them says."""

from __future__ import annotations

from chapters import measure


def test_the_tables_are_rendered_from_the_record() -> None:
    assert measure.TABLES.read_text("utf-8") == measure.render(measure.read(measure.RECORD))


def test_each_section_that_a_page_can_include_is_opened_and_closed() -> None:
    text = measure.render(measure.read(measure.RECORD))
    for name in ("start", "memory", "engine", "caption"):
        assert text.count(f"[start:{name}]") == text.count(f"[end:{name}]") == 1
