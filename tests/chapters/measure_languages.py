"""Measure Shelf's api in each language, for reference/languages.md.

`make measure-languages` writes assets/measurements/languages.json, and from it languages.txt, the
table and the plot that the page includes. It needs a Docker Engine; it makes and removes images
and containers whose names begin with `measure-`, and leaves the build cache of other builds alone.
A quiet machine gives better numbers.
"""

from __future__ import annotations

import datetime
import http.client
import io
import json
import os
import platform
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import docker_engine
from chapters.engine import find_engine

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assets/examples/build/from-compiled-languages"
RECORD = ROOT / "assets/measurements/languages.json"
SNIPPETS = RECORD.with_suffix(".txt")

LANGUAGES = {
    "c": "C",
    "rust": "Rust",
    "go": "Go",
    "java": "Java",
    "shell": "Shell",
    "python": "Python",
    "node": "Node",
}
"""The folders of the implementations, in the order in which they are shown."""

COLD_BUILDS = 2
WARM_BUILDS = 3
STARTS = 5
REST = 3  # seconds between the first answer and the look at the memory
BAR = 340  # the length of the longest bar, in units of the plot
EDITED = ("no such book", "no book {} here")
"""What each edit replaces in the sources, and what with: a message that every language has."""


@dataclass(frozen=True)
class Result:
    """What was measured of one implementation. Of several runs, the fastest counts.

    Other work on the machine only ever adds to a duration.
    """

    layers: int
    download: int  # bytes of the compressed layers
    files: int  # bytes of the unpacked layers, in whole blocks
    cold: float  # seconds of a build without any cache, the base images being there
    warm: float  # seconds of a build after an edit of the source
    start: float  # milliseconds from the start of the process to its first answer
    memory: float  # MiB at rest, as `docker stats` counts them


@dataclass(frozen=True)
class Record:
    """One run of all measurements, and where and when it was made."""

    date: str  # ISO 8601
    engine: str
    images: str  # 'official' or 'stand-ins'
    system: str
    cores: int
    memory: int  # GiB
    load: float  # the machine's own work before: processes that ran or waited, on average
    results: dict[str, Result]


def main() -> None:
    """Measure, and write the record, the table and the plot."""
    docker_engine.extend_path()
    if reason := docker_engine.missing():
        sys.exit(f"{reason}.")
    record = measure()
    RECORD.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    SNIPPETS.write_text(render(read(RECORD)), encoding="utf-8")
    print(f"Wrote {RECORD.name} and {SNIPPETS.name} to {RECORD.parent}.")


def measure() -> Record:
    """Measure every language on this machine's engine."""
    load = os.getloadavg()[0]
    engine = find_engine()
    memory = int(docker("info", "--format", "{{.MemTotal}}"))
    system = docker("info", "--format", "{{.OSType}}").capitalize()
    kernel = docker("info", "--format", "{{.KernelVersion}}")
    return Record(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        engine=engine.version,
        images=engine.images,
        system=f"{system} {'.'.join(re.findall(r'[0-9]+', kernel)[:2])} on {platform.machine()}",
        cores=int(docker("info", "--format", "{{.NCPU}}")),
        memory=round(memory / 2**30),
        load=round(load, 1),
        results={language: measure_one(language) for language in LANGUAGES},
    )


def measure_one(language: str) -> Result:
    """Measure one implementation."""
    print(f"{LANGUAGES[language]} …", flush=True)
    image = f"measure-{language}:latest"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / language
        shutil.copytree(FOLDER / language, folder)
        try:
            docker("build", "--quiet", "--tag", image, str(folder))  # brings the base images
            download, files = sizes(image)
            layers = docker("image", "inspect", "--format", "{{len .RootFS.Layers}}", image)
            runs = [start_once(image) for _ in range(STARTS)]
            docker("image", "rm", image)
            cold, warm = build_times(folder, image)
        finally:
            subprocess.run(("docker", "image", "rm", image), capture_output=True, check=False)
    return Result(
        layers=int(layers),
        download=download,
        files=files,
        cold=round(cold, 1),
        warm=round(warm, 1),
        start=round(min(milliseconds for milliseconds, _ in runs)),
        memory=round(min(mebibytes for _, mebibytes in runs), 1),
    )


def build_times(folder: Path, image: str) -> tuple[float, float]:
    """Return the seconds of a build without any cache, and of one after an edit."""
    sources = [path for path in folder.rglob("*") if path.is_file()]
    cold, warm = [], []
    for _ in range(COLD_BUILDS):
        # Cache mounts of a name of their own are empty, and nobody else's are touched.
        own = ("--build-arg", f"BUILDKIT_CACHE_MOUNT_NS=measure-{secrets.token_hex(4)}")
        build = ("build", "--quiet", *own, "--tag", image, str(folder))
        cold.append(seconds(*build, "--no-cache"))
        docker("image", "rm", image)  # or it stays, without a name, when the next one gets its name
    for _ in range(WARM_BUILDS):
        edit(sources)
        warm.append(seconds(*build))
        docker("image", "rm", image)
    return min(cold), min(warm)


def edit(sources: list[Path]) -> None:
    """Change a message in the source, to one that no build has seen."""
    old, new = EDITED
    pattern = re.compile(rf"{old}|{new.format('[0-9a-f]+')}")
    texts = {path: path.read_text(encoding="utf-8") for path in sources}
    changed = {path: text for path, text in texts.items() if pattern.search(text)}
    assert changed, f"no source says {old!r}"
    for path, text in changed.items():
        path.write_text(pattern.sub(new.format(secrets.token_hex(2)), text), encoding="utf-8")


def seconds(*arguments: str) -> float:
    """Return how long docker takes."""
    start = time.perf_counter()
    docker(*arguments)
    return time.perf_counter() - start


def sizes(image: str) -> tuple[int, int]:
    """Return the bytes of an image's layers: as they are sent to a registry, and unpacked."""
    archive = subprocess.run(("docker", "image", "save", image), check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:

        def load(name: str) -> dict[str, list[dict[str, str]]]:
            member = tar.extractfile(name)
            assert member, name
            content: dict[str, list[dict[str, str]]] = json.loads(member.read())
            return content

        document = load("index.json")
        while "layers" not in document:  # an index may lead to another, for one platform
            entries = [
                entry
                for entry in document["manifests"]
                if "annotations" not in entry or "attestation" not in json.dumps(entry)
            ]
            document = load(f"blobs/{entries[0]['digest'].replace(':', '/')}")
    history = docker("image", "history", "--human=false", "--format", "{{.Size}}", image)
    compressed = sum(int(layer["size"]) for layer in document["layers"])
    return compressed, sum(map(int, history.split()))


def start_once(image: str) -> tuple[float, float]:
    """Start the api; return the milliseconds until its first answer, and its MiB at rest."""
    port = free_port()
    container = docker("create", "--publish", f"127.0.0.1:{port}:8000", image)
    try:
        starting = subprocess.Popen(("docker", "start", container), stdout=subprocess.DEVNULL)
        wait_until_it_answers(port)
        answered = time.time()
        assert starting.wait() == 0
        started = docker("inspect", "--format", "{{.State.StartedAt}}", container)
        # Python knows microseconds, Docker writes nanoseconds.
        moment = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", started))
        time.sleep(REST)
        usage = docker("stats", "--no-stream", "--format", "{{.MemUsage}}", container)
        return 1000 * (answered - moment.timestamp()), mebibytes(usage.split()[0])
    finally:
        docker("rm", "--force", "--volumes", container)


def mebibytes(text: str) -> float:
    """Read an amount of memory as `docker stats` writes it."""
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"B": 2**-20, "KiB": 2**-10, "MiB": 1, "GiB": 2**10}[unit]


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_it_answers(port: int) -> None:
    """Ask the api on this port whether it is alive, until it is."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.002)
        finally:
            connection.close()
    raise TimeoutError("no answer within a minute")


def docker(*arguments: str) -> str:
    """Run docker; return what it prints."""
    done = subprocess.run(("docker", *arguments), capture_output=True, check=False, text=True)
    if done.returncode:
        sys.exit(f"docker {' '.join(arguments)}\n{done.stderr}")
    return done.stdout.strip()


def read(path: Path) -> Record:
    """Read a record."""
    values = json.loads(path.read_text(encoding="utf-8"))
    values["results"] = {name: Result(**result) for name, result in values["results"].items()}
    return Record(**values)


def render(record: Record) -> str:
    """Return the record as the sections that the page includes: a table, a plot, and a caption."""
    sections = {"table": table(record), "plot": plot(record), "caption": caption(record)}
    return "\n".join(
        f"--8<-- [start:{name}]\n{text}\n--8<-- [end:{name}]\n" for name, text in sections.items()
    )


def table(record: Record) -> str:
    """Return all numbers as a table of Markdown."""
    heads = "Pull, MB|Files, MB|Layers|Cold, s|Warm, s|Answer, ms|Rest, MiB"
    rows = [
        ("Language", *heads.split("|")),
        ("---", *("---:" for _ in heads.split("|"))),
        *(
            (
                LANGUAGES[language],
                amount(result.download / 1e6),
                amount(result.files / 1e6),
                f"{result.layers}",
                amount(result.cold),
                amount(result.warm),
                f"{result.start:.0f}",
                amount(result.memory),
            )
            for language, result in record.results.items()
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def amount(value: float) -> str:
    """Write a number with about two digits that say something."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def caption(record: Record) -> str:
    """Return where and when the numbers come from."""
    images = "the official images" if record.images == "official" else "stand-in images"
    return (
        f"*Measured on {record.date} with Docker Engine {record.engine} and {images}, on"
        f" {record.system} with {record.cores} cores and {record.memory} GiB of memory, whose load"
        f" from other work was {record.load:.1f}, by `make measure-languages`.*"
    )


def plot(record: Record) -> str:
    """Return four charts of bars as one SVG, in the colors of the page."""
    charts: dict[str, dict[str, float]] = {
        "Image, compressed: MB": {k: r.download / 1e6 for k, r in record.results.items()},
        "Build after an edit: seconds": {k: r.warm for k, r in record.results.items()},
        "First answer after the start: milliseconds": {
            k: r.start for k, r in record.results.items()
        },
        "Memory at rest: MiB": {k: r.memory for k, r in record.results.items()},
    }
    bars, names, heads, words = [], [], [], []
    y = 0
    for head, values in charts.items():
        y += 20
        heads.append(f'<text x="0" y="{y}">{head}</text>')
        y += 8
        for language, value in values.items():
            width = max(1, round(BAR * value / max(values.values())))
            bars.append(f'<rect x="64" y="{y}" width="{width}" height="14" rx="2"/>')
            names.append(f'<text x="58" y="{y + 12}">{LANGUAGES[language]}</text>')
            words.append(f'<text x="{70 + width}" y="{y + 12}">{amount(value)}</text>')
            y += 18
        y += 12
    summary = " ".join(
        f"{head}. {', '.join(f'{LANGUAGES[k]} {amount(v)}' for k, v in values.items())}."
        for head, values in charts.items()
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 {y}" role="img"'
            ' aria-labelledby="languages-title" aria-describedby="languages-desc"'
            ' style="width:100%;max-width:46rem;height:auto;font-family:inherit;font-size:13px;'
            'color:var(--md-default-fg-color)">',
            '<title id="languages-title">One app in seven languages, measured</title>',
            f'<desc id="languages-desc">Four charts of bars. {summary}</desc>',
            '<g fill="currentColor" font-weight="700">',
            *heads,
            "</g>",
            '<g fill="currentColor" text-anchor="end">',
            *names,
            "</g>",
            '<g fill="var(--md-typeset-a-color)">',
            *bars,
            "</g>",
            '<g fill="currentColor">',
            *words,
            "</g>",
            "</svg>",
        )
    )


if __name__ == "__main__":
    main()
