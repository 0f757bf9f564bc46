from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest
from diagram_samples import ARGUMENTS, SAMPLES
from diagrams.engine import (
    FOLDER,
    FONT_METRICS,
    MERMAID,
    Drawing,
    Engine,
    EngineUnavailableError,
    Mistake,
    Scheme,
    load_v8,
)
from diagrams.theme import configure

PAIR = "flowchart LR\n  a[First] --> b[Second]\n"


def draw(engine: Engine, text: str, key: str = "dg1") -> Drawing:
    drawn = engine.draw(text, key)
    assert isinstance(drawn, Drawing), drawn
    return drawn


def refuse(engine: Engine, text: str) -> Mistake:
    drawn = engine.draw(text, "dg1")
    assert isinstance(drawn, Mistake), drawn.svg
    return drawn


def test_a_sample_of_each_type_is_drawn(drawing: Drawing) -> None:
    assert drawing.svg.startswith('<svg id="dg1" viewBox=')
    assert drawing.svg.endswith("</svg>")
    assert drawing.width > 10
    assert drawing.height > 10
    assert "NaN" not in drawing.svg
    assert "accTitle" not in drawing.svg


@pytest.mark.parametrize("name", ["architecture", "flowchart-shapes", "gitgraph-right", "mindmap"])
def test_what_was_drawn_before_leaves_no_trace(name: str, engine: Engine) -> None:
    text = (SAMPLES[0].parent / f"{name}.mmd").read_text(encoding="utf-8")
    fresh = Engine(*configure(ARGUMENTS))
    try:
        first = draw(fresh, text)
        assert draw(fresh, text) == first
        assert draw(engine, text) == first
    finally:
        fresh.close()


def test_labels_are_text(engine: Engine) -> None:
    svg = draw(engine, PAIR).svg
    assert ">First</tspan>" in svg
    assert "foreignObject" not in svg


def test_colors_follow_the_scheme_without_a_script(engine: Engine) -> None:
    svg = draw(engine, PAIR).svg
    light, dark = re.search(
        r"<style>#dg1\{([^}]*)\}@media screen\{\[data-md-color-scheme=slate\] #dg1\{([^}]*)\}\}",
        svg,
    ).groups()  # type: ignore[union-attr]  # the pattern says what must be there
    names = [re.findall(r"(--c\w+):", colors) for colors in (light, dark)]
    assert names[0] == names[1]
    assert set(re.findall(r"var\((--c\w+)\)", svg)) == set(names[0])
    assert "<script" not in svg


def test_every_id_begins_with_the_key(drawing: Drawing) -> None:
    ids = re.findall(r'\sid="([^"]*)"', drawing.svg)
    assert [name for name in ids if name != "dg1" and not name.startswith("dg1-")] == []
    assert len(ids) == len(set(ids))
    references = re.findall(r'(?:url\(|href=")#([^")]*)', drawing.svg)
    assert set(references) <= set(ids)


def test_mermaids_own_title_does_not_pop_up_under_the_pointer(engine: Engine) -> None:
    svg = draw(engine, "flowchart LR\n accTitle: T\n accDescr: D\n a --> b\n").svg
    assert "<title>" not in svg
    assert "<desc" not in svg


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        pytest.param("5 < 6 & 7 > 3", "5 &lt; 6 &amp; 7 &gt; 3", id="characters of HTML"),
        pytest.param("#quot;x#quot; #9829;", '"x" ♥', id="Mermaid's entities"),
        pytest.param("&lt;none&gt;", "&lt;none&gt;", id="entities of HTML"),
        pytest.param("on=5; onload=x", "on=5; onload=x", id="what looks like an attribute"),
        pytest.param("javascript: an engine", "javascript: an engine", id="what looks active"),
    ],
)
def test_a_label_shows_what_was_written(engine: Engine, label: str, shown: str) -> None:
    svg = draw(engine, f'flowchart LR\n  a["{label}"] --> b\n').svg
    assert shown in re.sub(r"</?tspan[^>]*>", "", svg)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('flowchart LR\n  a["<img src=x onerror=alert(1)>"]\n', id="an image's error"),
        pytest.param('flowchart LR\n  a["<script>alert(1)</script>x"]\n', id="a script"),
        pytest.param("flowchart LR\n  a\n  click a callback\n", id="a call"),
        pytest.param('flowchart LR\n  a\n  click a "javascript:alert(1)"\n', id="an address"),
    ],
)
def test_nothing_in_a_drawing_acts(engine: Engine, text: str) -> None:
    drawn = engine.draw(text, "dg1")
    if isinstance(drawn, Drawing):
        assert not re.search(r"<(script|img|iframe)|<[^>]*\son\w+=|href=\"javascript", drawn.svg)


def test_active_content_that_slips_through_is_refused() -> None:
    unsafe = "@type flowchart-v2 { } </style><script>alert(1)</script><style>"
    engine = Engine(Scheme({"htmlLabels": False}, unsafe), Scheme({"htmlLabels": False}, unsafe))
    try:
        drawn = engine.draw(PAIR, "dg1")
        assert isinstance(drawn, Mistake) or "<script" not in drawn.svg
    finally:
        engine.close()


def test_formulas_are_refused_in_their_line(engine: Engine) -> None:
    mistake = refuse(engine, 'flowchart LR\n  a["$$x^2$$"]\n')
    assert mistake.line == 2
    assert "formulas" in mistake.message


def test_the_engine_goes_on_after_a_mistake(engine: Engine) -> None:
    before = draw(engine, PAIR)
    refuse(engine, "flowchart LR\n  a --> b c\n")
    refuse(engine, "gantt\n title x\n section y\n a :b\n")
    assert draw(engine, PAIR) == before


def test_v8_starts_with_the_first_drawing() -> None:
    engine = Engine(*configure({}))
    assert not engine.started
    draw(engine, PAIR)
    assert engine.started
    engine.close()
    assert not engine.started


def test_each_engine_may_run_on_a_thread_that_is_older_than_v8() -> None:
    # In a process of its own: where a thread may not read V8's code, the whole process ends.
    program = """
        import threading
        from diagrams.engine import Engine
        from diagrams.theme import configure

        def draw():
            Engine(*configure({})).draw("flowchart LR\\n  a --> b", "dg1")

        begun = threading.Event()
        older = threading.Thread(target=lambda: begun.wait() and draw())
        older.start()
        first = threading.Thread(target=draw)
        first.start()
        first.join()
        begun.set()
        older.join()
    """
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    command = [sys.executable, "-c", textwrap.dedent(program)]
    assert subprocess.run(command, env=environment, timeout=120).returncode == 0


def test_a_machine_without_v8_is_told_from_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    with pytest.raises(EngineUnavailableError):
        load_v8()
    with pytest.raises(EngineUnavailableError):
        Engine(*configure({})).draw(PAIR, "dg1")


def test_a_drawing_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    running = Engine(*configure(ARGUMENTS))
    draw(running, PAIR)
    monkeypatch.setattr("diagrams.engine.SECONDS", 0.001)
    many = "flowchart TD\n" + "".join(f"  a{i} --> a{i + 1} & a{i + 2}\n" for i in range(60))
    assert refuse(running, many).message.startswith("Mermaid does not finish within 0.001 s.")
    monkeypatch.undo()
    draw(running, PAIR)
    running.close()


def test_v8_can_be_called_where_an_event_loop_runs(engine: Engine) -> None:
    async def main() -> Drawing:
        return draw(engine, PAIR)

    with ThreadPoolExecutor() as threads:  # in this one the browser's tests may run a loop
        assert threads.submit(asyncio.run, main()).result() == draw(engine, PAIR)


def test_its_files_are_there() -> None:
    assert MERMAID.stat().st_size > 5_000_000
    assert FONT_METRICS.is_file()
