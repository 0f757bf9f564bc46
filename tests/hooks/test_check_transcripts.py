from __future__ import annotations

from pathlib import Path

from small_site import build

GOOD = "# Home\n\n```console\n$ docker ps\n```\n"


def test_a_malformed_transcript_is_a_warning_at_its_place(tmp_path: Path) -> None:
    files = {"docs/index.md": GOOD, "docs/run/ports.md": "# Ports\n\n```console\nout\n```\n"}
    (warning,) = build(tmp_path, files, hooks=["check_transcripts"]).warnings
    assert "docs/run/ports.md:4:1: malformed-transcript: 'out' stands before" in warning


def test_a_missing_snippet_is_a_warning(tmp_path: Path) -> None:
    text = '# Home\n\n```dockerfile title="Dockerfile"\n--8<-- "assets/nosuch"\n```\n'
    (warning,) = build(tmp_path, {"docs/index.md": text}, hooks=["check_transcripts"]).warnings
    assert "docs/index.md:4:1: malformed-transcript: 'assets/nosuch' cannot be read" in warning


def test_sound_transcripts_are_silent(tmp_path: Path) -> None:
    assert build(tmp_path, {"docs/index.md": GOOD}, hooks=["check_transcripts"]).warnings == []
