"""Every exercise can be solved: its check refuses the start, says why, and accepts the solution.

An exercise is a folder below assets/examples/ with a `check.sh`. It has a folder `start/`, from
which the learner begins, and a folder `solution/`, whose files go over those of the start. Where
the solution is also commands, they are in `solution/solve.sh`. `clean.sh`, where there is one,
removes what they made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from chapters.engine import EngineError, Gate, Leftover, alone, find_engine

EXAMPLES = Path(__file__).parents[2] / "assets/examples"
EXERCISES = [check.parent for check in sorted(EXAMPLES.rglob("check.sh"))]
IDS = [path.relative_to(EXAMPLES).as_posix() for path in EXERCISES]
SECONDS = 300  # for one script; a solution may pull and build images


@dataclass(frozen=True, repr=False)
class Trial:
    """An exercise that was solved once, from the start to the cleaning up."""

    start: subprocess.CompletedProcess[str]
    solve: subprocess.CompletedProcess[str] | None
    solution: subprocess.CompletedProcess[str]
    left: list[Leftover]


@pytest.fixture(params=EXERCISES, ids=IDS)
def exercise(request: pytest.FixtureRequest) -> Path:
    """The folder of each exercise."""
    folder: Path = request.param
    return folder


@pytest.fixture(scope="module", params=EXERCISES, ids=IDS)
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """Each exercise, solved in a fresh copy of its start; what that makes is removed."""
    exercise: Path = request.param
    # named like the page: Compose names things after the folder
    folder = tmp_path_factory.mktemp("exercise") / exercise.name
    try:
        engine = find_engine()
    except EngineError as error:
        pytest.fail(f"{error}", pytrace=False)
    with alone(engine), Gate(engine) as gate:
        try:
            return solve(exercise, folder, gate)
        finally:
            complaints = gate.remove(gate.leftovers())
            gate.restore()
            assert not complaints


def solve(exercise: Path, folder: Path, gate: Gate) -> Trial:
    """Check the start, apply the solution, check that, and clean up, as a learner does it."""

    def run(script: Path, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", *options, script],
            check=False,
            cwd=folder,
            env=os.environ | gate.environment,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
        )

    shutil.copytree(exercise / "start", folder)
    start = run(exercise / "check.sh")
    shutil.copytree(exercise / "solution", folder, dirs_exist_ok=True)
    solved = run(folder / "solve.sh", "-e") if (folder / "solve.sh").exists() else None
    solution = run(exercise / "check.sh")
    if (exercise / "clean.sh").exists():
        run(exercise / "clean.sh")
    return Trial(start, solved, solution, gate.leftovers())


def missing(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith("missing: ")]


def test_the_folder_is_complete(exercise: Path) -> None:
    assert any((exercise / "start").iterdir())
    assert any((exercise / "solution").iterdir())
    assert (exercise / "check.sh").read_text(encoding="utf-8").startswith("#!/bin/sh\n")


def test_the_check_is_silent_about_what_it_downloads(exercise: Path) -> None:
    script = (exercise / "check.sh").read_text(encoding="utf-8")
    runs = [line for line in script.splitlines() if re.search(r"docker run .*\bbusybox\b", line)]
    spoken = ("echo ", "miss ", "missing ")
    loud = [line for line in runs if not line.strip().startswith(spoken) and "--quiet" not in line]
    assert loud == []


@pytest.mark.engine
def test_the_check_says_what_is_missing_of_the_start(trial: Trial) -> None:
    output = trial.start.stdout
    assert trial.start.returncode != 0, f"the check accepts the start:\n{output}"
    assert missing(output), f"the check fails without saying why:\n{output}"


@pytest.mark.engine
def test_each_line_of_the_check_says_ok_or_missing(trial: Trial) -> None:
    for line in (trial.start.stdout + trial.solution.stdout).splitlines():
        assert line.startswith(("ok: ", "missing: ")), f"a line says neither: {line!r}"


@pytest.mark.engine
def test_the_commands_of_the_solution_succeed(trial: Trial) -> None:
    assert trial.solve is None or trial.solve.returncode == 0, f"solve.sh:\n{trial.solve.stdout}"


@pytest.mark.engine
def test_the_check_accepts_the_solution(trial: Trial) -> None:
    output = trial.solution.stdout
    assert trial.solution.returncode == 0, f"the check refuses the solution:\n{output}"
    assert not missing(output)


@pytest.mark.engine
def test_nothing_of_the_exercise_is_left_behind(trial: Trial) -> None:
    assert not trial.left, f"clean.sh leaves: {', '.join(map(str, trial.left))}"
