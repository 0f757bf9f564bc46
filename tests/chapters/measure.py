"""Measure what a container costs, for understand/virtual-machines-and-containers.md.

`make measure` writes assets/measurements/containers.json, and from it containers.txt, the tables
that the page includes. It needs root and a Docker Engine on this Linux machine, for it reads the
memory of the engine's own processes from /proc, and it makes and removes containers whose names
begin with `measure-`. A quiet machine gives better numbers.
"""

from __future__ import annotations

import datetime
import itertools
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import docker_engine

FOLDER = Path(__file__).parents[2] / "assets/measurements"
RECORD = FOLDER / "containers.json"
TABLES = FOLDER / "containers.txt"

IMAGE = "busybox"
PID_FILE = Path("/var/run/docker.pid")  # of the engine on the default socket
RUNS = 21
CONTAINERS = 10


@dataclass(frozen=True)
class Duration:
    """How long an operation took, in milliseconds, over several runs.

    Other work on the machine only ever adds to a duration, so the fastest run is the best
    estimate of what the operation itself costs; the median is what one meets.
    """

    fastest: float
    median: float


@dataclass(frozen=True)
class Memory:
    """Memory of processes of one kind in MiB, for each container.

    Both are proportional set sizes: a page that several processes share is split between them
    (`Pss` in https://www.kernel.org/doc/html/latest/filesystems/proc.html).
    """

    one: float  # while one container runs
    each_of_many: float  # the average while CONTAINERS run


@dataclass(frozen=True)
class Record:
    """One run of all measurements, and where and when it was made."""

    date: str  # ISO 8601
    engine: str
    cores: int
    kernel: str  # major and minor version
    load: float  # the machine's own work before: processes that ran or waited, on average
    durations: dict[str, Duration]
    memory: dict[str, Memory]
    engine_memory: float  # MiB of dockerd and containerd


def main() -> None:
    """Measure, and write the record and the tables."""
    docker_engine.extend_path()
    if reason := docker_engine.missing() or _not_here():
        sys.exit(f"{reason}.")
    docker("pull", "--quiet", IMAGE)
    record = measure()
    FOLDER.mkdir(parents=True, exist_ok=True)
    RECORD.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    TABLES.write_text(render(read(RECORD)), encoding="utf-8")
    print(f"Wrote {RECORD.name} and {TABLES.name} to {FOLDER}.")


def measure() -> Record:
    """Make the measurements on the engine of this machine."""
    names = [f"measure-{number}" for number in range(CONTAINERS)]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        program = _program_of_the_image(Path(folder))
        try:
            memory = _measure_memory(program, names)
            durations = _measure_durations(program, names[0])
        finally:
            subprocess.run(("docker", "rm", "--force", *names), capture_output=True, check=False)
    version = re.match(r"[\d.]+", docker("version", "--format", "{{.Server.Version}}"))
    assert version, "an engine has a version"
    return Record(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        engine=version[0],
        cores=os.cpu_count() or 0,
        kernel=".".join(platform.release().split(".")[:2]),
        load=round(load, 1),
        durations=durations,
        memory=memory,
        engine_memory=round(pss(_engine_processes()), 1),
    )


def _measure_durations(program: Path, container: str) -> dict[str, Duration]:
    """Time the same program alone, in a running container, and in a new container."""
    operations: dict[str, Callable[[], object]] = {
        "direct": lambda: run(str(program), "true"),
        "exec": lambda: docker("exec", container, "true"),
        "run": lambda: docker("run", "--rm", IMAGE, "true"),
    }
    times: dict[str, list[float]] = {name: [] for name in operations}
    # In turns, so that other work on the machine meets all of them alike.
    for name, operation in itertools.chain.from_iterable([operations.items()] * RUNS):
        start = time.perf_counter()
        operation()
        times[name].append(1000 * (time.perf_counter() - start))
    return {
        name: Duration(round(min(values), 1), round(statistics.median(values), 1))
        for name, values in times.items()
    }


def _measure_memory(program: Path, names: list[str]) -> dict[str, Memory]:
    """Compare `sleep` outside of containers with one and then with many containers of it."""
    direct: list[subprocess.Popen[bytes]] = []
    outside = []
    try:
        for count in (1, len(names)):
            while len(direct) < count:
                direct.append(subprocess.Popen((str(program), "sleep", "600")))
            time.sleep(1)  # until they sleep
            outside.append(round(pss(process.pid for process in direct) / count, 2))
    finally:
        for process in direct:
            process.kill()
            process.wait()
    _start(names[:1])
    one = _memory_by_kind(names[:1])
    _start(names[1:])
    many = _memory_by_kind(names)
    inside = {kind: Memory(one[kind], many[kind]) for kind in one}
    return {"direct": Memory(*outside), **inside}


def _start(names: list[str]) -> None:
    port = ("--publish", "127.0.0.1::80")
    for name in names:
        docker("run", "--detach", "--name", name, *port, IMAGE, "sleep", "600")


def _memory_by_kind(names: list[str]) -> dict[str, float]:
    """Return MiB for each container: of its process, its shim, and the proxy of its port."""
    time.sleep(1)
    processes = [int(docker("inspect", "--format", "{{.State.Pid}}", name)) for name in names]
    ports = [docker("port", name, "80/tcp").rpartition(":")[2] for name in names]
    proxies = [
        pid
        for pid in _processes_named("docker-proxy")
        if any(f"-host-port\0{port}\0" in _read(pid, "cmdline") for port in ports)
    ]
    kinds = {"process": processes, "shim": [_parent(pid) for pid in processes], "proxy": proxies}
    return {kind: round(pss(pids) / len(names), 2) for kind, pids in kinds.items()}


def pss(pids: Iterable[int]) -> float:
    """Return the sum of the proportional set sizes of processes, in MiB."""
    rollups = (_read(pid, "smaps_rollup") for pid in pids)
    kibibytes = (int(re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[0]) for text in rollups)
    return sum(kibibytes) / 1024


def _processes_named(name: str) -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _name(path) == name]


def _engine_processes() -> list[int]:
    """Return dockerd and its containerd, and not those of another engine on this machine."""
    dockerd = int(PID_FILE.read_text(encoding="ascii"))
    # dockerd starts containerd itself, unless the system (process 1) has started it already.
    parents = {dockerd, 1}
    return [dockerd, *(pid for pid in _processes_named("containerd") if _parent(pid) in parents)]


def _name(folder: Path) -> str:
    try:
        return (folder / "comm").read_text(encoding="utf-8").strip()
    except OSError:  # it has ended meanwhile
        return ""


def _parent(pid: int) -> int:
    return int(_read(pid, "stat").rpartition(")")[2].split()[1])


def _read(pid: int, file: str) -> str:
    return Path(f"/proc/{pid}/{file}").read_text(encoding="utf-8")


def _program_of_the_image(folder: Path) -> Path:
    """Copy BusyBox out of the image: the same program inside and outside of containers."""
    docker("create", "--name", "measure-copy", IMAGE)
    docker("cp", "--follow-link", "measure-copy:/bin/busybox", str(folder / "busybox"))
    docker("rm", "measure-copy")
    return folder / "busybox"


def run(*command: str) -> str:
    """Run a command; return what it prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def docker(*arguments: str) -> str:
    """Run docker; return what it prints."""
    return run("docker", *arguments)


def _not_here() -> str:
    """Return why the engine's processes cannot be measured; empty if they can."""
    if platform.system() != "Linux" or not PID_FILE.exists():
        return "The engine does not run directly on this machine, so its memory cannot be read"
    if os.geteuid() != 0:
        return "Only root may read the memory of the engine's processes: use sudo"
    return ""


def read(path: Path) -> Record:
    """Read a record."""
    values = json.loads(path.read_text(encoding="utf-8"))
    values["durations"] = {key: Duration(**value) for key, value in values["durations"].items()}
    values["memory"] = {key: Memory(**value) for key, value in values["memory"].items()}
    return Record(**values)


def render(record: Record) -> str:
    """Return the record as the Markdown that the page includes."""
    # The page includes one section at a time: `--8<-- "…/containers.txt:start"`.
    sections = {
        "start": _table(
            ("Start and end `true`, a program that does nothing", f"Fastest of {RUNS}", "Median"),
            _duration_rows(record.durations),
        ),
        "memory": _table(
            ("Memory in MiB", "One container", f"Each of {CONTAINERS}"), _memory_rows(record.memory)
        ),
        "engine": (f"{record.engine_memory:.0f} MiB",),
        "caption": (
            f"*Measured on {record.date} with Docker Engine {record.engine} on a machine with"
            f" {record.cores} cores and Linux {record.kernel}, whose load from other work was"
            f" {record.load:.1f}, by `make measure`.*",
        ),
    }
    parts = (
        (f"--8<-- [start:{name}]", *lines, f"--8<-- [end:{name}]", "")
        for name, lines in sections.items()
    )
    return "\n".join(itertools.chain.from_iterable(parts))


def _duration_rows(durations: dict[str, Duration]) -> list[tuple[str, ...]]:
    labels = {
        "direct": "directly on the machine",
        "exec": "in a container that is running, with `docker exec`",
        "run": "in a new container, removed afterwards: `docker run --rm busybox true`",
    }
    return [
        (
            label,
            f"{durations[key].fastest:.0f} ms",
            f"{durations[key].median:.0f} ms",
        )
        for key, label in labels.items()
    ]


def _memory_rows(memory: dict[str, Memory]) -> list[tuple[str, ...]]:
    labels = {
        "direct": "`sleep`, started directly on the machine",
        "process": "`sleep` in a container",
        "shim": "its shim, `containerd-shim-runc-v2`",
        "proxy": "`docker-proxy`, for one published port",
    }
    return [
        (label, f"{memory[key].one:.1f}", f"{memory[key].each_of_many:.1f}")
        for key, label in labels.items()
    ]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    rule = ("---", *("---:" for _ in head[1:]))
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]


if __name__ == "__main__":
    main()
