"""container/prepare.py, without a container."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path
from types import ModuleType

import checkout
import pytest

POLICY = "content-security-policy.txt"


@pytest.fixture(scope="module")
def prepare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prepare", checkout.ROOT / "container/prepare.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def site(root: Path, html: str) -> Path:
    folder = root / "site"
    folder.mkdir()
    (folder / POLICY).write_text("default-src 'self'\n", encoding="utf-8")
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder


def test_the_policy_of_the_build_is_taken_and_not_published(
    prepare: ModuleType, tmp_path: Path
) -> None:
    folder = site(tmp_path, "<script>go()</script>")
    prepare.main(folder, tmp_path / "policy.conf")
    assert (tmp_path / "policy.conf").read_text(encoding="utf-8") == (
        "add_header Content-Security-Policy \"default-src 'self'\" always;\n"
    )
    assert not (folder / POLICY).exists()


def test_a_policy_that_would_end_the_line_is_refused(prepare: ModuleType, tmp_path: Path) -> None:
    folder = site(tmp_path, "")
    (folder / POLICY).write_text('x" always; evil', encoding="utf-8")
    with pytest.raises(SystemExit, match="without a double quote"):
        prepare.main(folder, tmp_path / "policy.conf")


def test_what_is_small_or_packed_already_gets_no_second_file(
    prepare: ModuleType, tmp_path: Path
) -> None:
    folder = site(tmp_path, "<p>word</p>\n" * 500)
    (folder / "small.css").write_text("a{}", encoding="utf-8")
    (folder / "picture.webp").write_bytes(b"0" * 5000)
    prepare.main(folder, tmp_path / "policy.conf")
    packed = folder / "index.html.gz"
    assert gzip.decompress(packed.read_bytes()) == (folder / "index.html").read_bytes()
    assert [path.name for path in folder.glob("*.gz")] == ["index.html.gz"]
