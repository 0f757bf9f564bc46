"""`make check`: each tool finds what it is there for, and says it in the one form."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import checkout
import pytest
from checks import prose, tools

SLIP = "container".replace("ain", "ian")  # in one piece, it would be a finding here
# What is planted, and the finding that it has to become.
PLANTED = {
    "docs/index.md": (
        f"\nA {SLIP}, a colour and [a link](nowhere.md).\n\n\n\nYou can simply go on.\n"
        "\n```console\nno prompt\n```\n\n```mermaid\nflowchart LR\n    a --> b\n```\n",
        [
            rf"docs/index\.md:\d+:3: spelling: '{SLIP}' should be 'container'",
            r"docs/index\.md:\d+:16: spelling: 'colour' should be 'color'",
            r"docs/index\.md:\d+:\d+: broken-link: .*nowhere\.md",
            r"docs/index\.md:\d+:1: MD012: ",
            r"docs/index\.md:\d+:9: MD061: .*simply",
            r"docs/index\.md:\d+:\d+: [a-z-]+: .*\$ ",
            r"docs/index\.md:\d+:1: undescribed-diagram: ",
        ],
    ),
    "hooks/archives.py": (
        "import os\n\n\ndef f(x):\n    return  x\n",
        [
            r"hooks/archives\.py:\d+:1: E402: ",
            r"hooks/archives\.py:\d+:\d+: unformatted: ",
            r"hooks/archives\.py:\d+:1: no-untyped-def: ",
        ],
    ),
    ".ci/run": ("echo $undefined\n", [r"\.ci/run:\d+:\d+: SC2086: "]),
    "assets/examples/build/cache/Dockerfile": (
        "CMD sleep 1\n",
        [r"assets/examples/build/cache/Dockerfile:\d+:\d+: DL3025: "],
    ),
    "assets/examples/shelf/x.sh": ("#!/bin/sh\ncd x\n", [r"assets/examples/shelf/x\.sh:2:1: SC2164: "]),
    ".github/dependabot.yml": ("nonsense: 1\n", [r"\.github/dependabot\.yml:1:1: schema: .*nonsense"]),
    ".github/workflows/links.yml": (
        "  careless:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n"
        "      - run: echo ${{ github.head_ref }}\n",
        [r"\.github/workflows/links\.yml:\d+:\d+: template-injection: "],
    ),
}  # fmt: skip
if shutil.which("vale"):
    PLANTED["README.md"] = (
        "\nOf course, let's go on! Postgres will do, via a port.\nThis goes on and on. So it does.\n"
        f"\n!!! note\n\n    {'word ' * 41}\n",
        [
            rf"README\.md:\d+:\d+: Prose\.{rule.stem}: "
            for rule in (checkout.ROOT / "tests/checks/vale/Prose").iterdir()
        ],
    )
EXPECTED = [(path, pattern) for path, (_, patterns) in PLANTED.items() for pattern in patterns]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the checks print of a copy of the project with every defect in it."""
    project = checkout.copy(tmp_path_factory.mktemp("project"))
    for path, (text, _) in PLANTED.items():
        with (project / path).open("a", encoding="utf-8") as file:
            file.write(text)
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    done = check(project)
    assert done.returncode == 1, done.stderr
    return done.stdout.splitlines()


def check(project: Path, *files: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checks", *files],
        cwd=project,
        env={**os.environ, "PYTHONPATH": "hooks:tests"},
        capture_output=True,
        check=False,
        text=True,
        timeout=600,
    )


@pytest.mark.parametrize(("path", "pattern"), EXPECTED, ids=[pattern for _, pattern in EXPECTED])
def test_the_defect_is_found(said: list[str], path: str, pattern: str) -> None:
    assert [line for line in said if re.match(pattern, line)], "\n".join(said)


def test_nothing_is_found_in_other_files(said: list[str]) -> None:
    assert [line for line in said if line.split(":")[0] not in PLANTED] == []


def test_every_finding_becomes_an_annotation(said: list[str]) -> None:
    matcher = json.loads((checkout.ROOT / ".github/findings.json").read_text(encoding="utf-8"))
    pattern = matcher["problemMatcher"][0]["pattern"][0]
    for line in said:
        match = re.search(pattern["regexp"], line)
        assert match, line
        assert match[pattern["file"]] in PLANTED
        assert int(match[pattern["line"]])


def test_vale_is_used_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"Check": "Prose.filler-word", "Line": 3, "Span": [5, 8], "Message": "Leave it out."}
    program = tmp_path / "vale"
    program.write_text(f"#!/bin/sh\ncat << .\n{json.dumps({'README.md': [found]})}\n.\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    done = check(checkout.ROOT, "README.md")
    assert done.stdout == "README.md:3:5: Prose.filler-word: Leave it out.\n", done.stderr


def test_vale_reads_admonitions_and_each_word_keeps_its_place() -> None:
    text = "Go.\n\n??? tip\n\n    Look.\n\n    ```sh\n    ls\n    ```\n\nOn.\n"
    quoted = "Go.\n\n??? tip\n>   \n>   Look.\n>   \n>   ```sh\n>   ls\n>   ```\n>   \nOn.\n"
    assert prose.quote(text) == quoted


def test_only_files_that_exist_are_exempt() -> None:
    assert all((checkout.ROOT / path).is_file() for path, _ in tools.EXEMPT)


def test_a_file_that_is_none_of_the_project_is_refused() -> None:
    done = check(checkout.ROOT, "nowhere.md")
    assert done.returncode == 2
    assert "No file of this project: nowhere.md" in done.stderr


def test_a_tool_that_fails_is_no_clean_bill() -> None:
    broken = tools.Tool("broken", ["*"], [sys.executable, "-c", "1/0"], lambda _: iter(()))
    with pytest.raises(tools.ToolFailedError, match="ZeroDivisionError"):
        tools.run(broken, ["README.md"])
