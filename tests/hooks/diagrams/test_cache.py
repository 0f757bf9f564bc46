from __future__ import annotations

from pathlib import Path

import pytest
from diagrams.cache import Cache
from diagrams.engine import Drawing

DRAWING = Drawing("<svg/>", "pie", 10.5, 20.0)


def test_what_was_put_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder", "salt")
    key = cache.key("pie")
    assert cache.get(key) is None
    cache.put(key, DRAWING)
    assert cache.get(key) == DRAWING


def test_another_salt_is_another_drawing(tmp_path: Path) -> None:
    assert Cache(tmp_path, "one").key("pie") != Cache(tmp_path, "two").key("pie")


def test_a_key_can_begin_an_id() -> None:
    assert Cache(Path(), "salt").key("pie").isidentifier()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param('{"svg": "x"}', id="of an older version"),
        pytest.param("[]", id="something else"),
    ],
)
def test_a_spoiled_file_is_as_good_as_none(tmp_path: Path, content: str) -> None:
    cache = Cache(tmp_path, "salt")
    (tmp_path / f"{cache.key('pie')}.json").write_text(content, encoding="utf-8")
    assert cache.get(cache.key("pie")) is None
