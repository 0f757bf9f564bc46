"""Where a grammar stopped, from the excerpt of the text that it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagrams.source import kept_lines

_EXCERPT = re.compile(r"^(?P<text>.*)\n(?P<dashes>-*)\^", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a diagram's text, counted from 1. ``at_end`` tells that only blanks follow it."""

    line: int
    column: int
    at_end: bool


def find_position(text: str, message: str, line: int) -> Position | None:
    """Return the place in a diagram's text at which a grammar made by Jison stopped.

    Jison prints up to 20 characters before the place and as many after it, without the line breaks
    between them, and a caret below: https://github.com/zaach/jison-lex (`showPosition`). ``line``
    is the one it names, which may be off by some; it chooses between equal excerpts.
    """
    match = _EXCERPT.search(message)
    if match is None:
        return None
    before = match["text"][: len(match["dashes"])].removeprefix("...")
    after = match["text"][len(match["dashes"]) :].removesuffix("...")
    lines = text.splitlines()
    numbers = kept_lines(text)
    letters = [
        (letter, number, column)
        for number in numbers
        for column, letter in enumerate(lines[number - 1], 1)
    ]
    seen = "".join(letter for letter, _, _ in letters)
    named = numbers[min(max(line, 1), len(numbers)) - 1] if numbers else 1
    starts = [found.start() for found in re.finditer(f"(?={re.escape(before + after)})", seen)]
    places = [_place(letters, start + len(before), after) for start in starts]
    return min(places, key=lambda place: abs(place.line - named), default=None)


def _place(letters: list[tuple[str, int, int]], index: int, after: str) -> Position:
    """Return the place of a letter; blanks before a token belong to it, and are passed over."""
    blanks = len(after) - len(after.lstrip())
    at = index + blanks
    if at < len(letters):
        _, line, column = letters[at]
        return Position(line, column, at_end=False)
    written = [(line, column) for letter, line, column in letters if letter.strip()]
    line, column = written[-1] if written else (1, 0)
    return Position(line, column + 1, at_end=True)


def end_of_line_before(text: str, line: int) -> Position:
    """Return the place after the last letter of the nearest written line above a line."""
    lines = text.splitlines()
    for number in [number for number in reversed(kept_lines(text)) if number < line]:
        if lines[number - 1].strip():
            return Position(number, len(lines[number - 1].rstrip()) + 1, at_end=False)
    return Position(line, 1, at_end=False)


def open_bracket(text: str) -> Position | None:
    """Return the first bracket or quotation mark that is not closed in its own line."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    lines = text.splitlines()
    for number in kept_lines(text):
        waiting: list[tuple[str, int]] = []
        for column, letter in enumerate(lines[number - 1], 1):
            quoted = bool(waiting) and waiting[-1][0] == '"'
            if letter == '"' or (letter in pairs and not quoted):
                if quoted:
                    waiting.pop()
                else:
                    waiting.append((letter, column))
            elif waiting and not quoted and letter == pairs[waiting[-1][0]]:
                waiting.pop()
        if waiting:
            return Position(number, waiting[0][1], at_end=False)
    return None
