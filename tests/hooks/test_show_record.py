from __future__ import annotations

import re
from pathlib import Path

from small_site import Outcome, build
from transcripts.differs import Differences, write_differences
from transcripts.grammar import parse
from transcripts.record import Entry, hash_of, write_record

PAGE = "# Lifecycle\n\nProse.\n\n```console\n$ docker ps\n```\n"
PROSE = "# Home\n\nNo commands.\n"


def record(text: str = PAGE) -> str:
    page = parse("docs/run/lifecycle.md", text, lambda path: "")
    entry = Entry(
        hash_of(page), 12, 0, "28.5.2", "2026-11-24", "stand-ins", "containerd", "linux/amd64"
    )
    return write_record({page.path: entry})


def shown(root: Path, files: dict[str, str]) -> Outcome:
    return build(
        root,
        {"docs/index.md": PROSE, "docs/run/lifecycle.md": PAGE, **files},
        hooks=["show_record"],
    )


def line_of(outcome: Outcome, page: str = "run/lifecycle/index.html") -> str:
    lines = re.findall(r'<p class="verified"[^>]*>(.*?)</p>', outcome.read(page))
    assert len(lines) == 1
    return str(lines[0])


def test_a_page_says_when_its_commands_were_executed(tmp_path: Path) -> None:
    outcome = shown(tmp_path, {"assets/verified.json": record()})
    assert line_of(outcome) == (
        "12 commands executed with Docker Engine 28.5.2 on 24 November 2026, with stand-in images"
    )


def test_the_line_stands_below_the_heading(tmp_path: Path) -> None:
    outcome = shown(tmp_path, {"assets/verified.json": record()})
    text = outcome.read("run/lifecycle/index.html")
    assert re.search(r'</h1>\s*<p class="verified"[^>]*>', text)


def test_the_line_leads_to_how_pages_are_verified(tmp_path: Path) -> None:
    files = {"docs/verified.md": "# Verified\n\n## How\n", "assets/verified.json": record()}
    line = line_of(shown(tmp_path, files))
    assert line.startswith('<a href="../../verified/#how">12 commands')


def test_a_page_changed_since_says_so(tmp_path: Path) -> None:
    outcome = shown(tmp_path, {"assets/verified.json": record(PAGE.replace("ps", "ls"))})
    assert line_of(outcome) == "Changed since its last run: waits for the next"


def test_without_a_record_a_page_waits_for_its_first_run(tmp_path: Path) -> None:
    assert line_of(shown(tmp_path, {})) == "Not executed yet: waits for its first run"


def test_a_page_without_commands_says_nothing(tmp_path: Path) -> None:
    assert 'class="verified"' not in shown(tmp_path, {}).read("index.html")


def test_a_broken_record_stops_the_build(tmp_path: Path) -> None:
    outcome = shown(tmp_path, {"assets/verified.json": "{}"})
    assert outcome.failure is not None
    assert "assets/verified.json: this is no record of runs" in outcome.failure


def test_a_page_that_differs_with_the_newest_engine_says_so(tmp_path: Path) -> None:
    answer = Differences("30.0.1", "2026-11-30", ("docs/run/lifecycle.md",))
    files = {
        "assets/verified.json": record(),
        "docs/run/other.md": PAGE,
        ".cache/differs.json": write_differences(answer),
    }
    outcome = shown(tmp_path, files)
    assert line_of(outcome).endswith(
        "with stand-in images. Differs with Docker Engine 30.0.1, as of 30 November 2026"
    )
    assert "Differs" not in line_of(outcome, "run/other/index.html")


def test_an_answer_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    outcome = shown(tmp_path, {".cache/differs.json": '{"pages": []}'})
    assert outcome.failure
    assert ".cache/differs.json: 'engine'" in outcome.failure
