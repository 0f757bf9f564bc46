"""Paths in fewer numbers look the same. The functions run in V8, as in the build."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable

import pytest
from diagrams.engine import FOLDER, EngineUnavailableError, load_v8


@pytest.fixture(scope="module")
def shorten() -> Callable[[str], str]:
    try:
        racer = load_v8().MiniRacer()
    except EngineUnavailableError as error:
        pytest.skip(str(error))
    racer.eval((FOLDER / "browser" / "shorten.js").read_text(encoding="utf-8"))

    def call(path: str) -> str:
        return str(racer.eval(f"shortenPath({json.dumps(path)})"))

    return call


@pytest.mark.parametrize(
    ("path", "short"),
    [
        pytest.param("M0,0L10,0L10,5L0,5Z", "M0 0h10v5h-10z", id="a box"),
        pytest.param("M 1.26 2.04 L 3 4", "M1.3 2l1.7 2", id="one decimal"),
        pytest.param("M0,0 L5,0.02 L10,0", "M0 0h10", id="points on a line"),
        pytest.param("M0,0 C1,1,2,2,3,3", "M0 0l3 3", id="a curve that is straight"),
        pytest.param("M0,0C0,10,10,10,10,0", "M0 0c0 10 10 10 10 0", id="a curve"),
        pytest.param("M0,0L4,0M4,0L8,0", "M0 0h8", id="parts that continue each other"),
        pytest.param("M0,0L4,0M9,9L8,9", "M0 0h4M9 9h-1", id="parts apart"),
        pytest.param("M0,0H5V6Z", "M0 0h5v6z", id="across and down"),
        pytest.param("M0,0L0,0.5", "M0 0v.5", id="no zero before the point"),
    ],
)
def test_a_path_takes_fewer_letters(path: str, short: str, shorten: Callable[[str], str]) -> None:
    assert shorten(path) == short


@pytest.mark.parametrize("path", ["M0,0A5,5,0,0,1,10,0", "m0,0l5,5", "nonsense", "M0,0L1"])
def test_what_it_does_not_know_stays(path: str, shorten: Callable[[str], str]) -> None:
    assert shorten(path) == path


def test_a_circle_of_many_lines_stays_round(shorten: Callable[[str], str]) -> None:
    circle = [
        (30 * math.cos(turn * math.tau / 300), 30 * math.sin(turn * math.tau / 300))
        for turn in range(301)
    ]
    short = shorten("M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in circle))
    points = _points(short)
    assert 12 < len(points) < 80
    assert all(abs(math.hypot(x, y) - 30) < 0.2 for x, y in points)


def test_a_box_with_round_ends_of_many_lines_takes_two_arcs(shorten: Callable[[str], str]) -> None:
    ends = [
        (side * 50 + 16 * math.cos(turn), 16 * math.sin(turn))
        for side, first in ((1, -math.pi / 2), (-1, math.pi / 2))
        for turn in (first + step * math.pi / 20 for step in range(21))
    ]
    path = "M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in ends)
    short = "M-50 -16h100a16 16 0 0 1 0 32h-100a16 16 0 0 1 0 -32z"
    assert shorten(f"{path}Z") == short
    dented = path.replace("66.000,0.000", "60.000,0.000")
    assert dented != path
    assert "a" not in shorten(f"{dented}Z")


def test_rounding_does_not_add_up(shorten: Callable[[str], str]) -> None:
    steps = [(0.34 * number, 3.0 * (number % 2)) for number in range(300)]
    points = _points(shorten("M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in steps)))
    assert len(points) == len(steps)
    for (x, y), (near_x, near_y) in zip(steps, points, strict=True):
        assert math.hypot(x - near_x, y - near_y) < 0.08


def _points(path: str) -> list[tuple[float, float]]:
    """Return the corners of a shortened path without curves."""
    x = y = 0.0
    found = []
    for letter, text in re.findall(r"([Mlhv])([^Mlhvz]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        pairs = {
            "h": [(number, 0.0) for number in numbers],
            "v": [(0.0, number) for number in numbers],
        }.get(letter, list(zip(numbers[::2], numbers[1::2], strict=True)))
        for dx, dy in pairs:
            x, y = (dx, dy) if letter == "M" else (x + dx, y + dy)
            found.append((x, y))
    return found
