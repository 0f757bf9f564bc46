"""A lesson has its parts in their order, takes five to fifteen minutes, and numbers long listings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lessons import PARTS, minutes
from transcripts.fences import Fence, is_snippet, resolve, scan

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path for part in PARTS for path in (ROOT / "docs" / part).glob("*.md"))
PAGES = sorted((ROOT / "docs").rglob("*.md"))
MOST_LINES = 20
"""A listing with more than so many lines has line numbers."""
LISTINGS = {
    *("c", "conf", "css", "dockerfile", "go", "html", "ini", "java", "javascript", "js", "json"),
    *("nginx", "python", "rust", "sql", "toml", "yaml"),
}
"""Languages of files. `sh` is not among them: it also shows what to type in one shell only."""


def _named(path: Path) -> str:
    return path.relative_to(ROOT / "docs").as_posix()


_LINES = re.compile(r"(?i)(?<!\w)lines? (\d+(?:(?:, | and | to )\d+)*)")
"""Which lines a sentence speaks of."""

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=_named)
every_page = pytest.mark.parametrize("page", PAGES, ids=_named)


@every_lesson
def test_a_lesson_takes_five_to_fifteen_minutes(lesson: Path) -> None:
    assert 5 <= minutes(lesson, ROOT) <= 15


@every_lesson
def test_a_lesson_has_its_parts_in_their_order(lesson: Path) -> None:
    headings = re.findall(r"(?m)^## (Exercise|Clean up|Recap|Next)\b", lesson.read_text("utf-8"))
    assert headings == ["Exercise", "Clean up", "Recap", "Next"]


@every_lesson
def test_a_lesson_says_what_it_needs_before_its_first_step(lesson: Path) -> None:
    opening = re.split(r"(?m)^## ", lesson.read_text("utf-8"), maxsplit=1)[0]
    assert "**You need:**" in opening
    assert "**Downloads:**" in opening


@every_lesson
def test_a_lesson_has_an_exercise_with_a_hint_and_a_solution(lesson: Path) -> None:
    exercise = lesson.read_text("utf-8").split("\n## Exercise")[1].split("\n## ")[0]
    assert '??? tip "Hint"' in exercise
    assert '??? success "Solution"' in exercise
    folder = ROOT / "assets/examples" / lesson.relative_to(ROOT / "docs").with_suffix("")
    assert (folder / "check.sh").is_file()


@every_lesson
def test_a_listing_is_a_file_that_a_test_builds_or_runs(lesson: Path) -> None:
    typed = [
        f"{lesson.name}:{fence.line}"
        for fence in scan(lesson.read_text("utf-8"))
        if fence.language in LISTINGS and not any("--8<--" in line for line in fence.body)
    ]
    assert not typed, f"put these below assets/examples/ and include them: {', '.join(typed)}"


@every_lesson
def test_a_lesson_has_a_picture(lesson: Path) -> None:
    assert re.search(r"(?m)^ *```mermaid$|<figure", lesson.read_text("utf-8"))


def _listings(text: str) -> Iterator[tuple[Fence, int]]:
    """Find the files that a page shows, each with the number of its lines."""
    for fence in scan(text):
        shown = fence.title is not None or any(map(is_snippet, fence.body))
        if shown and fence.language not in ("console", "mermaid"):
            yield fence, len(resolve(fence.body, lambda name: (ROOT / name).read_text("utf-8")))


@every_page
def test_a_long_listing_has_line_numbers(page: Path) -> None:
    bare = [
        f"{page.name}:{fence.line}"
        for fence, length in _listings(page.read_text("utf-8"))
        if length > MOST_LINES and "linenums" not in fence.options
    ]
    assert not bare, f'write linenums="1" and explain the lines: {", ".join(bare)}'


@every_page
def test_what_is_said_of_a_line_names_one_that_the_listing_has(page: Path) -> None:
    text = page.read_text("utf-8")
    prose = text.split("\n")
    for fence in scan(text):
        prose[fence.line : fence.line + len(fence.body)] = [""] * len(fence.body)
    numbered = [found for found in _listings(text) if "linenums" in found[0].options]
    for at, (fence, length) in enumerate(numbered):
        end = numbered[at + 1][0].line if at + 1 < len(numbered) else len(prose)
        said = _LINES.findall("\n".join(prose[fence.line : end]))
        numbers = [int(number) for found in said for number in re.findall(r"\d+", found)]
        assert numbers or length <= MOST_LINES, f"{page.name}:{fence.line}: explain its lines"
        assert max(numbers, default=0) <= length, f"{page.name}:{fence.line} has {length} lines"
