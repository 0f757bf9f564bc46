from __future__ import annotations

import pytest
from diagrams.position import Position, find_position, open_bracket


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        pytest.param('a["x', 1, (1, 2), id="a bracket around a quotation mark"),
        pytest.param("a[x]\nb(y\n", 2, (2, 2), id="in the second line"),
        pytest.param('a["(not [these"]\nb[', 2, (2, 2), id="brackets in quotes do not count"),
        pytest.param("a{{x}\n", 1, (1, 2), id="the outer one of two"),
    ],
)
def test_the_first_open_bracket_is_found(text: str, line: int, place: tuple[int, int]) -> None:
    found = open_bracket(text)
    assert found is not None
    assert (found.line, found.column) == place


def test_closed_brackets_are_not_reported() -> None:
    assert open_bracket('a["x (y)"] --> b{z}\n%% [\n') is None


def test_an_excerpt_is_found_across_lines() -> None:
    message = "Parse error on line 9:\none  twothree\n--------^\nExpecting"
    assert find_position("one  \ntwo\nthree", message, 2) == Position(3, 1, at_end=False)


def test_of_equal_excerpts_the_one_nearest_to_the_named_line_counts() -> None:
    message = "Parse error:\n...a b c\n-----^\n"
    text = "a b c\na b c\na b c\n"
    assert find_position(text, message, 3) == Position(3, 3, at_end=False)


def test_an_excerpt_that_is_not_in_the_text_has_no_place() -> None:
    assert find_position("one", "Parse error:\nother\n--^\n", 1) is None
