"""A lesson has its parts, in their order, and takes five to fifteen minutes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lessons import PARTS, minutes
from transcripts.fences import scan

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path for part in PARTS for path in (ROOT / "docs" / part).glob("*.md"))
LISTINGS = {
    *("c", "conf", "css", "dockerfile", "go", "html", "ini", "java", "javascript", "js", "json"),
    *("nginx", "python", "rust", "sql", "toml", "yaml"),
}
"""Languages of files. `sh` is not among them: it also shows what to type in one shell only."""

every_lesson = pytest.mark.parametrize(
    "lesson", LESSONS, ids=lambda path: path.relative_to(ROOT / "docs").as_posix()
)


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
