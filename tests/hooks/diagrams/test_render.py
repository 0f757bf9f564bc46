from __future__ import annotations

from pathlib import Path

import pytest
from diagram_samples import ARGUMENTS
from diagrams.cache import Cache
from diagrams.engine import Engine
from diagrams.render import render
from diagrams.theme import configure

DESCRIBED = "flowchart LR\n  accTitle: T\n  accDescr: D\n  a --> b\n"


def problems(text: str, engine: Engine, folder: Path) -> list[tuple[str, int, str]]:
    result = render(text, engine=engine, cache=Cache(folder, "salt"))
    return [(problem.rule, problem.line, problem.message) for problem in result.problems]


def test_a_drawing_is_kept_and_v8_sleeps(engine: Engine, tmp_path: Path) -> None:
    cache = Cache(tmp_path, "salt")
    first = render(DESCRIBED, engine=engine, cache=cache)
    asleep = Engine(*configure(ARGUMENTS))
    assert render(DESCRIBED, engine=asleep, cache=cache) == first
    assert not asleep.started


def test_a_mistake_is_not_kept(engine: Engine, tmp_path: Path) -> None:
    result = render("flowchart LR\n a --> b c\n", engine=engine, cache=Cache(tmp_path, "salt"))
    assert result.drawing is None
    assert [problem.rule for problem in result.problems] == ["invalid-diagram"]
    assert list(tmp_path.iterdir()) == []


def test_a_described_diagram_has_no_problem(engine: Engine, tmp_path: Path) -> None:
    assert problems(DESCRIBED, engine, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param("flowchart LR\n a --> b\n", "'accTitle: …' and 'accDescr: …'", id="both"),
        pytest.param("flowchart LR\n accTitle: T\n a --> b\n", "'accDescr: …'", id="description"),
        pytest.param("flowchart LR\n accDescr: D\n a --> b\n", "'accTitle: …'", id="title"),
        pytest.param("%% c\nflowchart LR\n a --> b\n", "'accTitle: …'", id="below a comment"),
    ],
)
def test_missing_words_are_asked_for(
    engine: Engine, tmp_path: Path, text: str, missing: str
) -> None:
    [(rule, line, message)] = problems(text, engine, tmp_path)
    assert rule == "undescribed-diagram"
    assert line == 1
    assert f"Add {missing}" in message


def test_a_type_without_such_statements_takes_comments(engine: Engine, tmp_path: Path) -> None:
    plain = "kanban\n  accTitle: T\n  accDescr: D\n"
    [(rule, _, message)] = problems(plain, engine, tmp_path)
    assert rule == "undescribed-diagram"
    assert "'%% accTitle: …'" in message
    comments = "mindmap\n%% accTitle: T\n%% accDescr: D\n  a\n"
    assert problems(comments, engine, tmp_path) == []


def test_words_are_asked_for_also_where_the_drawing_is_kept(engine: Engine, tmp_path: Path) -> None:
    text = "flowchart LR\n a --> b\n"
    assert problems(text, engine, tmp_path) == problems(text, engine, tmp_path) != []
