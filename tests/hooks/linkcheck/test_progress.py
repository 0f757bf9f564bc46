from __future__ import annotations

import io

import pytest
from linkcheck.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_one_line_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    screen = Terminal()
    progress = Progress(screen, 2)
    progress.advance("https://a.dev/" + "x" * 90)
    progress.advance("https://b.dev/")
    progress.end()
    assert screen.getvalue() == (
        "\r\x1b[K1 of 2 addresses answered: https://a.dev/xxxxxxxx"
        "\r\x1b[K2 of 2 addresses answered: https://b.dev/"
        "\r\x1b[K"
    )


def test_a_file_has_a_plain_line_for_each_tenth() -> None:
    file = io.StringIO()
    progress = Progress(file, 200)
    for _ in range(200):
        progress.advance("https://a.dev/")
    progress.end()
    lines = file.getvalue().splitlines()
    assert (len(lines), lines[0], lines[-1]) == (
        10,
        "20 of 200 addresses answered",
        "200 of 200 addresses answered",
    )


def test_nothing_to_ask_is_nothing_to_tell() -> None:
    screen = Terminal()
    Progress(screen, 0).end()
    assert screen.getvalue() == ""
