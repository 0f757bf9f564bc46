"""The capstone starts from Shelf as it is, without the files about Docker, and its check sees what is wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chapters.engine import EngineError, Gate, alone, find_engine

EXAMPLES = Path(__file__).parents[2] / "assets/examples"
START = EXAMPLES / "finish/capstone/start"
ABOUT_DOCKER = {"Dockerfile", ".dockerignore"}


def read(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name not in ABOUT_DOCKER
    }


@pytest.mark.parametrize("part", ["app", "web"])
def test_the_start_holds_shelfs_source(part: str) -> None:
    assert read(START / part) == read(EXAMPLES / "shelf" / part)


def test_the_start_says_nothing_about_docker() -> None:
    names = {path.name for path in START.rglob("*")}
    assert not names & (ABOUT_DOCKER | {"compose.yaml"})


CAPSTONE = EXAMPLES / "finish/capstone"
SOLUTION = CAPSTONE / "solution"
SECONDS = 300  # for one script
WORKER = re.compile(r"^  worker:\n(?:    .*\n)+\n", re.MULTILINE)
PASSWORD = (SOLUTION / "db_password.txt").read_text(encoding="utf-8").strip()
# What is changed in a file of the solution, and the points that the check then has to miss.
BREAKAGES: dict[str, tuple[str, dict[str, str], set[int]]] = {
    "a second port, for everybody, and the password in a variable": (
        "compose.yaml",
        {
            "    ports:\n": '    ports:\n      - "8081:81"\n',
            "      POSTGRES_USER: shelf\n": f"      POSTGRES_USER: shelf\n      NOTE: {PASSWORD}\n",
        },
        {8, 9},
    ),
    "no worker, and no volume for the database": (
        "compose.yaml",
        {
            WORKER.findall((SOLUTION / "compose.yaml").read_text(encoding="utf-8"))[0]: "",
            "- db-data:/var/lib/postgresql/data": "- db-data:/elsewhere",
        },
        {5, 6, 7, 10},
    ),
    "a test that fails": (
        "app/tests/test_shelf.py",
        {"self.assertEqual(answer.status_code, 201)": "self.assertEqual(answer.status_code, 202)"},
        {2},
    ),
    "the password in an address": (
        "compose.yaml",
        {"postgresql://shelf@db/shelf": "postgresql://shelf:secret@db/shelf"},
        {9},
    ),
    # The last one: its image stays in the registry.
    "the shell form, and root": (
        "app/Dockerfile",
        {'CMD ["gunicorn"]': "CMD gunicorn; true", "USER shelf": "USER root"},
        {1, 10, 11},
    ),
}
Grade = Callable[[str, dict[str, str]], str]


@pytest.fixture(scope="module")
def grade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grade]:
    """The capstone, solved and shipped once. Changes a file, grades that, and changes it back."""
    folder = tmp_path_factory.mktemp("capstone") / "capstone"
    try:
        engine = find_engine()
    except EngineError as error:
        pytest.fail(f"{error}", pytrace=False)
    with alone(engine), Gate(engine) as gate:

        def run(*command: str) -> str:
            return subprocess.run(
                command,
                check=False,
                cwd=folder,
                env=os.environ | gate.environment,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
                timeout=SECONDS,
            ).stdout

        def check() -> str:
            return run("sh", str(CAPSTONE / "check.sh"))

        def change(name: str, edits: dict[str, str]) -> str:
            run("docker", "compose", "down")  # or what is taken away would go on running
            path = folder / name
            right = path.read_text(encoding="utf-8")
            wrong = right
            for before, after in edits.items():
                assert before in wrong
                wrong = wrong.replace(before, after, 1)
            path.write_text(wrong, encoding="utf-8")
            try:
                if name == "app/Dockerfile":
                    (folder / ".env").unlink()  # with the digest of the right image
                    tag = "localhost:5017/capstone/api:1.0"
                    run("docker", "build", "--quiet", "--push", "--tag", tag, "app")
                return check()
            finally:
                path.write_text(right, encoding="utf-8")

        try:
            shutil.copytree(CAPSTONE / "start", folder)
            shutil.copytree(SOLUTION, folder, dirs_exist_ok=True)
            run("sh", "-e", "solve.sh")
            assert "missing: " not in check()
            yield change
            run("sh", str(CAPSTONE / "clean.sh"))
        finally:
            complaints = gate.remove(gate.leftovers())
            gate.restore()
            assert not complaints


@pytest.mark.engine
@pytest.mark.parametrize("breakage", BREAKAGES)
def test_the_check_misses_what_is_wrong(breakage: str, grade: Grade) -> None:
    name, edits, points = BREAKAGES[breakage]
    output = grade(name, edits)
    assert set(map(int, re.findall(r"^missing: (\d+)\.", output, re.MULTILINE))) == points, output
