from __future__ import annotations

from pathlib import Path

import pytest
from diagrams.locate import Place, Places, read_sources

PAGE = "docs/a.md"


def test_a_fence_in_the_page_is_found() -> None:
    places = Places(PAGE, [(PAGE, "# T\n\n!!! note\n\n    ```mermaid\n    pie\n    ```\n")])
    assert places.take("pie") == Place(PAGE, 6, 4)


def test_lines_and_columns_count_in_the_file() -> None:
    assert Place(PAGE, 6, 4).at(3, 2) == (8, 6)


def test_an_unknown_place_in_the_text_is_the_first_line() -> None:
    assert Place(PAGE, 6, 4).at(0, 0) == (6, 0)


def test_the_same_diagram_twice_has_two_places() -> None:
    text = "```mermaid\npie\n```\n\n```mermaid\npie\n```\n"
    places = Places(PAGE, [(PAGE, text)])
    assert [places.take("pie").line for _ in range(3)] == [2, 6, 6]


def test_empty_lines_at_the_top_count() -> None:
    places = Places(PAGE, [(PAGE, "```mermaid\n\n\npie\n```\n")])
    assert places.take("pie") == Place(PAGE, 4, 0)


def test_a_fence_in_a_snippet_is_found() -> None:
    sources = [(PAGE, '--8<-- "b.md"\n'), ("assets/b.md", "text\n\n```mermaid\npie\n```\n")]
    assert Places(PAGE, sources).take("pie") == Place("assets/b.md", 4, 0)


def test_a_fence_around_a_snippet_leads_into_the_snippet() -> None:
    sources = [
        (PAGE, '```mermaid\n--8<-- "x.mmd"\n```\n'),
        ("assets/x.mmd", "%% note\npie\n  'a' : 1\n"),
    ]
    assert Places(PAGE, sources).take("pie\n  'a' : 1") == Place("assets/x.mmd", 2, 0)


def test_a_fence_partly_from_a_snippet_has_its_beginning() -> None:
    sources = [(PAGE, '\n```mermaid\npie\n--8<-- "x.mmd"\n```\n'), ("x.mmd", "'a' : 1\n")]
    place = Places(PAGE, sources).take("pie\n'a' : 1")
    assert place == Place(PAGE, 3, 0, exact=False)
    assert place.at(2, 5) == (3, 0)


def test_a_text_from_nowhere_is_the_page() -> None:
    assert Places(PAGE, [(PAGE, "text")]).take("pie") == Place(PAGE, 0, 0)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('--8<-- "parts/b.md"', id="in quotes"),
        pytest.param("--8<-- 'parts/b.md'", id="in single quotes"),
        pytest.param('    --8<-- "parts/b.md"', id="indented"),
        pytest.param('-8<- "parts/b.md:part"', id="a section"),
        pytest.param('--8<-- "parts/b.md:1:3"', id="some lines"),
        pytest.param("--8<--\nparts/b.md\n--8<--", id="a block of names"),
    ],
)
def test_snippets_are_read(tmp_path: Path, line: str) -> None:
    page = tmp_path / "docs" / "a.md"
    for path, text in ((page, f"{line}\n"), (tmp_path / "parts" / "b.md", "b\n")):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    shown = [path for path, _ in read_sources(page, [tmp_path], tmp_path)]
    assert shown == ["docs/a.md", "parts/b.md"]


def test_snippets_that_include_each_other_are_read_once(tmp_path: Path) -> None:
    for name, other in (("a.md", "b.md"), ("b.md", "a.md")):
        (tmp_path / name).write_text(f'--8<-- "{other}"\n', encoding="utf-8")
    shown = [path for path, _ in read_sources(tmp_path / "a.md", [tmp_path], tmp_path)]
    assert shown == ["a.md", "b.md"]


def test_a_missing_snippet_is_left_to_the_extension(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('--8<-- "nosuch.md"\n', encoding="utf-8")
    assert [path for path, _ in read_sources(tmp_path / "a.md", [tmp_path], tmp_path)] == ["a.md"]
