"""From the text of a diagram to its drawing, and to what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from diagrams.cache import Cache
from diagrams.engine import Drawing, Engine, Mistake
from diagrams.messages import AS_COMMENTS, explain
from diagrams.source import Words, find_words


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to repair in a diagram's text. ``line`` and ``column`` count from 1, 0 is unknown."""

    rule: str
    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a diagram. ``drawing`` is None where Mermaid cannot draw it."""

    key: str
    words: Words
    drawing: Drawing | None
    problems: tuple[Problem, ...]


def render(text: str, *, engine: Engine, cache: Cache) -> Result:
    """Draw a diagram, or take the drawing of an earlier build, for which V8 does not start.

    Raises `diagrams.engine.EngineUnavailableError` where there is no V8.
    """
    key = cache.key(text)
    words = find_words(text)
    drawing = cache.get(key)
    if drawing is None:
        drawn = engine.draw(text, key)
        if isinstance(drawn, Mistake):
            what = explain(drawn, text)
            problem = Problem("invalid-diagram", what.line, what.column, what.message)
            return Result(key, words, None, (problem,))
        drawing = drawn
        cache.put(key, drawing)
    return Result(key, words, drawing, tuple(check_words(words, drawing)))


def check_words(words: Words, drawing: Drawing | None = None) -> list[Problem]:
    """Find what is missing in a diagram's own words. ``drawing`` tells what Mermaid understood."""
    problems = []
    missing = [
        name
        for name, value in (("accTitle", words.title), ("accDescr", words.description))
        if not value
    ]
    if missing:
        lines = " and ".join(f"'{name}: …'" for name in missing)
        problems.append(
            f"the diagram says nothing to those who cannot see it. Add {lines} below its first line."
        )
    elif words.plain and drawing is not None and "accTitle" in drawing.svg:
        problems.append(f"a diagram of this type draws its 'accTitle' as a label. {AS_COMMENTS}")
    return [Problem("undescribed-diagram", 1, 0, message) for message in problems]
