from __future__ import annotations

from pathlib import Path

from chapters import freshness
from transcripts.differs import Differences
from transcripts.record import Entry, write_record

PAGE = "# Page\n\n```console\n$ docker ps\n```\n"


def entry() -> Entry:
    return Entry("sha256:0", 1, 0, "30.0.1", "2026-11-30", "official", "containerd", "linux/amd64")


def test_a_page_without_a_good_run_differs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("good", "bad"):
        (tmp_path / f"docs/{name}.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "docs/prose.md").write_text("# Prose\n", encoding="utf-8")
    fresh = write_record({"docs/good.md": entry()})
    assert freshness.find(fresh, tmp_path) == ["docs/bad.md"]


def test_the_issue_names_the_pages_and_shows_the_difference() -> None:
    text = freshness.body(Differences("30.0.1", "2026-11-30", ("docs/bad.md",)), "-old\n+new\n")
    assert "Docker Engine 30.0.1" in text
    assert "- `docs/bad.md`" in text
    assert "~~~~diff\n-old\n+new\n~~~~" in text


def test_a_long_difference_is_cut_to_what_an_issue_takes() -> None:
    text = freshness.body(Differences("30.0.1", "2026-11-30", ("docs/bad.md",)), "+é\n" * 40_000)
    assert len(text) < 65_000
    assert "The rest is in the artifact" in text
