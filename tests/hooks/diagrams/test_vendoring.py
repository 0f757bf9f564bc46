from __future__ import annotations

import hashlib
import io
import tarfile
import tomllib

import pytest
from diagrams import vendoring
from diagrams.vendoring import (
    FOLDER,
    RECORD,
    VendoredFile,
    VendoredPackage,
    VendorError,
    integrity_of,
    read_record,
    unpack,
    update_record,
    verify,
)


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as members_of:
        for name, content in members.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(content)
            members_of.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def record(packed: bytes, content: bytes) -> VendoredPackage:
    file = VendoredFile("x.js", "package/x", hashlib.sha256(content).hexdigest())
    return VendoredPackage("thing", "1.0.0", integrity_of(packed), (file,))


def test_the_files_are_the_recorded_ones() -> None:
    for file in read_record(RECORD.read_text(encoding="utf-8")).files:
        content = (FOLDER / file.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256, file.name


def test_the_metrics_are_the_recorded_ones() -> None:
    recorded = tomllib.loads(RECORD.read_text(encoding="utf-8"))["font-metrics"]["sha256"]
    content = (FOLDER / "font-metrics.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == recorded


def test_nothing_else_is_vendored() -> None:
    known = {file.name for file in read_record(RECORD.read_text(encoding="utf-8")).files}
    known |= {"VENDORED.toml", "font-metrics.json", "measure_font.py"}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == known


def test_the_recorded_archive_is_taken() -> None:
    packed = archive(x=b"one", y=b"two")
    package = record(packed, b"one")
    contents = unpack(packed, package)
    verify(packed, contents, package)
    assert contents == {"x.js": b"one"}


def test_another_archive_is_refused() -> None:
    packed = archive(x=b"one")
    other = archive(x=b"one", y=b"evil")
    with pytest.raises(VendorError, match="another archive"):
        verify(other, {"x.js": b"one"}, record(packed, b"one"))


def test_another_file_is_refused() -> None:
    packed = archive(x=b"evil")
    with pytest.raises(VendorError, match=r"x\.js is not the recorded one"):
        verify(packed, {"x.js": b"evil"}, record(packed, b"one"))


def test_a_missing_file_is_named() -> None:
    packed = archive(y=b"two")
    with pytest.raises(VendorError, match="has no package/x"):
        unpack(packed, record(packed, b"one"))


def test_another_version_is_recorded_with_its_hashes() -> None:
    text = RECORD.read_text(encoding="utf-8")
    package = read_record(text)
    packed = archive(**{"dist/mermaid.min.js": b"new", "LICENSE": b"MIT"})
    renewed = read_record(update_record(text, package, "99.0.0", packed))
    assert renewed.version == "99.0.0"
    verify(packed, unpack(packed, renewed), renewed)


def test_a_machine_without_npm_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert vendoring.main([]) == 1
    assert "npm is needed" in capsys.readouterr().err


def test_what_is_no_version_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert vendoring.main(["latest; rm"]) == 2
    assert "is no version" in capsys.readouterr().err
