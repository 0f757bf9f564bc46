"""The capstone starts from Shelf as it is, without the files about Docker."""

from __future__ import annotations

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "assets/examples"
START = EXAMPLES / "finish/capstone/start"
ABOUT_DOCKER = {"Dockerfile", ".dockerignore"}


def read(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name not in ABOUT_DOCKER
    }


@pytest.mark.parametrize("part", ["app", "web"])
def test_the_start_holds_shelfs_source(part: str) -> None:
    assert read(START / part) == read(EXAMPLES / "shelf" / part)


def test_the_start_says_nothing_about_docker() -> None:
    names = {path.name for path in START.rglob("*")}
    assert not names & (ABOUT_DOCKER | {"compose.yaml"})
