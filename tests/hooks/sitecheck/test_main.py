"""``python -m sitecheck``: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sitecheck.__main__ import main
from sitecheck.rules import RULES
from small_site import HOOKS, build

GOOD = {"docs/index.md": "# Home\n\n[guide](guide.md)\n", "docs/guide.md": "# Guide\n"}
BAD = {**GOOD, "docs/index.md": "# Home\n\n[guide](guid.md) ![](x.png)\n", "docs/x.png": "x"}
SUMMARY = re.compile(
    r"sitecheck: [\d,]+ findings? in [\d,]+ files?; [\d,]+ pages?, [\d,]+ links? in \d+\.\d\d s\n"
)


def test_nothing_found_is_exit_code_0(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    site = build(tmp_path, GOOD).site
    capfd.readouterr()
    assert main([str(site), "--docs", str(tmp_path / "docs")]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert SUMMARY.fullmatch(err)


def test_findings_are_exit_code_1(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    site = build(tmp_path, BAD).site
    capfd.readouterr()
    assert main([str(site), "--docs", str(tmp_path / "docs")]) == 1
    out, err = capfd.readouterr()
    assert out.splitlines() == [
        "docs/index.md:3:9: broken-link: 'guid.md': there is no such page or file."
        " Did you mean 'guide.md'?",
        "docs/index.md:3:22: missing-alt: 'x.png': the image has no alt text. Write what it tells"
        ' between the brackets: ![…](…); for decoration add { alt="" role=presentation }.',
    ]
    assert SUMMARY.fullmatch(err)
    assert err.startswith("sitecheck: 2 findings in 1 file; 3 pages, ")


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["--format", "verse", "."]])
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_without_the_sources_findings_name_the_file_of_the_site(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    site = build(tmp_path, BAD).site
    capfd.readouterr()
    assert main([str(site)]) == 1
    assert re.match(
        r"index\.html:\d+:\d+: broken-link: 'guid\.md'", capfd.readouterr().out.partition("\n")[0]
    )


def test_two_runs_print_the_same_in_every_form(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = [f"docs/page-{number}.md" for number in range(12)]
    files = dict.fromkeys(names, "# Page\n\n[a b](nope.md) ![](y.png) [c d](#nope)\n")
    site = build(tmp_path, {**GOOD, **files}).site
    for form in ("text", "json", "github", "sarif"):
        outputs = set()
        for seed in ("0", "1"):
            done = subprocess.run(
                [sys.executable, "-m", "sitecheck", site, "--docs", "docs", "--format", form],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(HOOKS), "PYTHONHASHSEED": seed},
                capture_output=True,
                check=False,
            )
            assert done.returncode == 1
            outputs.add(done.stdout)
        assert len(outputs) == 1


def test_json_is_sorted_by_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    site = build(tmp_path, {**BAD, "docs/guide.md": "[x y](nope.md)\n\n[x y](#nope)\n"}).site
    capfd.readouterr()
    main([str(site), "--docs", str(tmp_path / "docs"), "--format", "json"])
    found = json.loads(capfd.readouterr().out)
    places = [(each["path"], each["line"], each["column"]) for each in found]
    assert len(places) == 4
    assert places == sorted(places)


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rules"]) == 0
    out = capsys.readouterr().out
    assert all(f"| `{name}` |" in out for name in RULES)
