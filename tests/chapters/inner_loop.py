"""Edit a file beside a running container, and time how long its answer takes to change.

`make measure` writes assets/measurements/inner-loop.json, and from it inner-loop.txt, the table
that docs/dev/inner-loop.md includes. It runs the projects of that page one service at a time, on
their own ports, and removes what it made. A quiet machine gives better numbers.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import docker_engine

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "assets/examples/dev/inner-loop"
FOLDER = ROOT / "assets/measurements"
RECORD = FOLDER / "inner-loop.json"
TABLE = FOLDER / "inner-loop.txt"

RUNS = 7
PATIENCE = 120.0  # seconds; a compiler on a busy machine


@dataclass(frozen=True)
class Project:
    """A Compose project of the page: its sources, and the port of each service."""

    name: str
    source: str
    text: str  # of the source; {} stands for the greeting
    ports: dict[str, int]


PYTHON = Project(
    "python",
    "src/greeting.py",
    'GREETING = "{}"\n',
    {"mounted": 8101, "trap": 8102, "synced": 8103, "restarted": 8104, "rebuilt": 8105},
)
GO = Project(
    "go",
    "src/greeting.go",
    'package main\n\nconst greeting = "{}"\n',
    {"mounted": 8111, "synced": 8112, "restarted": 8113, "rebuilt": 8114},
)
PROJECTS = (PYTHON, GO)
WAYS = [(p, s) for p in PROJECTS for s in p.ports if s != "trap"]


@dataclass(frozen=True)
class Loop:
    """One running service of a project, in a copy of the page's example."""

    project: Project
    service: str
    folder: Path

    def edit(self, greeting: str) -> None:
        """Save the source with another greeting, as an editor does."""
        (self.folder / self.project.source).write_text(self.project.text.format(greeting))

    def answer(self) -> str:
        """Return what the service answers; empty while it does not."""
        address = f"http://127.0.0.1:{self.project.ports[self.service]}/"
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                text: str = response.read().decode()
        except OSError:
            return ""
        return text.removeprefix(f"{self.service}: ").strip()

    def wait_for(self, greeting: str, patience: float = PATIENCE) -> float:
        """Ask until the service answers with the greeting; return the seconds that took."""
        start = time.perf_counter()
        while (answer := self.answer()) != greeting:
            if time.perf_counter() - start > patience:
                raise TimeoutError(f"{self.service} still answers '{answer}', not '{greeting}'")
            time.sleep(0.02)
        return time.perf_counter() - start


@contextlib.contextmanager
def running(project: Project, service: str, *, watch: bool = True) -> Iterator[Loop]:
    """Start a service, and Compose Watch where the service has rules for it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / project.name
        shutil.copytree(EXAMPLE / project.name, folder)
        loop = Loop(project, service, folder)
        try:
            compose(folder, "up", "--build", "--detach", "--wait", service)
            loop.wait_for("Hello")
            with _watching(folder, service) if watch and service != "mounted" else _nothing():
                yield loop
        finally:
            compose(folder, "down", "--rmi", "local", "--timeout", "2")


@contextlib.contextmanager
def _watching(folder: Path, service: str) -> Iterator[None]:
    log = folder / "watch.txt"
    with log.open("w") as output:
        watch = subprocess.Popen(
            ("docker", "compose", "watch", "--no-up", service),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        while "Watch enabled" not in log.read_text():
            assert watch.poll() is None, log.read_text()
            time.sleep(0.05)
        yield
    finally:
        watch.terminate()
        watch.wait()


@contextlib.contextmanager
def _nothing() -> Iterator[None]:
    yield


def compose(folder: Path, *words: str) -> str:
    """Run Compose, which has to succeed; return what it prints."""
    done = subprocess.run(
        ("docker", "compose", "--progress", "plain", *words),
        check=False,
        cwd=folder,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, f"docker compose {' '.join(words)}\n{done.stdout}"
    return done.stdout


# ------------------------------------------------------------------------------ measuring
@dataclass(frozen=True)
class Record:
    """One run of all measurements, and where and when it was made."""

    date: str  # ISO 8601
    engine: str
    compose: str
    cores: int
    kernel: str  # major and minor version
    load: float  # the machine's own work before
    seconds: dict[str, dict[str, list[float]]]  # by project and service, each of the runs


def main() -> None:
    """Measure, and write the record and the table."""
    docker_engine.extend_path()
    if reason := docker_engine.missing():
        sys.exit(f"{reason}.")
    record = measure()
    FOLDER.mkdir(parents=True, exist_ok=True)
    RECORD.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    TABLE.write_text(render(record), encoding="utf-8")
    print(f"Wrote {RECORD.name} and {TABLE.name} to {FOLDER}.")


def measure() -> Record:
    """Measure each way of each project, and the build by hand."""
    load = os.getloadavg()[0]
    seconds: dict[str, dict[str, list[float]]] = {p.name: {} for p in PROJECTS}
    for project, service in WAYS:
        with running(project, service) as loop:
            seconds[project.name][service] = _times(loop, lambda: None)
    for project in PROJECTS:
        with running(project, "rebuilt", watch=False) as loop:
            seconds[project.name]["by hand"] = _times(
                loop, functools.partial(_by_hand, loop.folder)
            )
    return Record(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        engine=_version("docker", "version", "--format", "{{.Server.Version}}"),
        compose=_version("docker", "compose", "version", "--short"),
        cores=os.cpu_count() or 0,
        kernel=".".join(platform.release().split(".")[:2]),
        load=round(load, 1),
        seconds=seconds,
    )


def _by_hand(folder: Path) -> None:
    compose(folder, "up", "--build", "--detach", "--wait", "rebuilt")


def _times(loop: Loop, after_saving: Callable[[], object]) -> list[float]:
    times = []
    for number in range(RUNS):
        greeting = f"Good morning {number}"
        start = time.perf_counter()
        loop.edit(greeting)
        after_saving()
        loop.wait_for(greeting)
        times.append(round(time.perf_counter() - start, 2))
        time.sleep(1)  # so that no run meets what the one before has left to do
    return times


def _version(*command: str) -> str:
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    version = re.search(r"[\d.]+\d", output)
    assert version, output
    return version[0]


def read(path: Path) -> Record:
    """Read a record."""
    return Record(**json.loads(path.read_text(encoding="utf-8")))


LABELS = {
    "mounted": "bind mount, and a reloader",
    "synced": "Watch: `sync`, and a reloader",
    "restarted": "Watch: `sync+restart`",
    "rebuilt": "Watch: `rebuild`",
    "by hand": "`docker compose up --build` by hand",
}


def render(record: Record) -> str:
    """Return the record as the Markdown that the page includes."""
    head = ("From saving to the changed answer", *(name.capitalize() for name in record.seconds))
    rows = [
        (label, *(_seconds(of[way]) for of in record.seconds.values()))
        for way, label in LABELS.items()
    ]
    rule = ("---", *("---:" for _ in record.seconds))
    return "\n".join(
        (
            "--8<-- [start:table]",
            *(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)),
            "--8<-- [end:table]",
            "",
            "--8<-- [start:caption]",
            f"*The median of {RUNS} edits and, in brackets, the fastest; measured on {record.date}"
            f" with Docker Engine {record.engine} and Compose {record.compose} on a machine with"
            f" {record.cores} cores and Linux {record.kernel}, whose load from other work was"
            f" {record.load:.1f}, by `make measure`.*",
            "--8<-- [end:caption]",
            "",
        )
    )


def _seconds(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} s ({min(times):.1f} s)"


if __name__ == "__main__":
    main()
