"""Archives of examples."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from archives import example_of, pack

PARTS = {"run", "build"}


@pytest.mark.parametrize(
    ("path", "example"),
    [
        pytest.param("run/ports/check.sh", "run/ports", id="a page's folder"),
        pytest.param("run/ports/start/web/a.txt", "run/ports", id="deep in a page's folder"),
        pytest.param("shelf/compose.yaml", "shelf", id="an app of many pages"),
        pytest.param("shelf/app/shelf/api.py", "shelf", id="deep in that app"),
        pytest.param("run/notes.txt", None, id="a file beside the pages' folders"),
        pytest.param("notes.txt", None, id="a file beside all folders"),
    ],
)
def test_a_file_belongs_to_an_example(path: str, example: str | None) -> None:
    expected = PurePosixPath(example) if example else None
    assert example_of(PurePosixPath(path), parts=PARTS) == expected


def pack_files(folder: Path, contents: dict[str, str]) -> zipfile.ZipFile:
    """Write the files, and pack them as the example `ports`."""
    members = []
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        members.append((PurePosixPath(name), path))
    return zipfile.ZipFile(io.BytesIO(pack("ports", members)))


def test_everything_is_in_one_folder_in_sorted_order(tmp_path: Path) -> None:
    archive = pack_files(tmp_path, {"start/b": "", "start/a": "", "check.sh": ""})
    assert archive.namelist() == ["ports/check.sh", "ports/start/a", "ports/start/b"]


def test_a_script_can_be_executed_and_a_text_cannot(tmp_path: Path) -> None:
    archive = pack_files(tmp_path, {"check.sh": "#!/bin/sh\n", "start/a.txt": "text"})
    modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
    assert modes == {"ports/check.sh": 0o755, "ports/start/a.txt": 0o644}


def test_the_bytes_do_not_depend_on_dates_and_order(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for path in (first, second):
        path.write_text("text", encoding="utf-8")
    os.utime(second, (0, 0))
    a, b = PurePosixPath("a"), PurePosixPath("b")
    assert pack("x", [(a, first), (b, first)]) == pack("x", [(b, second), (a, second)])


def test_the_content_is_kept(tmp_path: Path) -> None:
    archive = pack_files(tmp_path, {"start/a.txt": "äöü\n"})
    assert archive.read("ports/start/a.txt").decode() == "äöü\n"
    assert archive.testzip() is None
