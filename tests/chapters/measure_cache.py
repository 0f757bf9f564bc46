"""Find out which steps of a build come from the cache after an edit, for build/cache.md.

`make measure-cache` builds the page's example, makes an edit, builds again, and asks BuildKit of
each step whether it was cached; so for each edit below. It writes assets/measurements/cache.json,
and from it cache.txt, what the page includes: the table, and a form in which the reader predicts
it. It needs a Docker Engine and leaves nothing there but some build cache.
"""

from __future__ import annotations

import datetime
import html
import itertools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import docker_engine

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "assets/examples/build/cache"
RECORD = ROOT / "assets/measurements/cache.json"
INCLUDED = ROOT / "assets/measurements/cache.txt"

SOURCE = "shelf/__main__.py"
_STEP = re.compile(r"^\[(?P<number>\d+)/\d+\] (?P<instruction>.*)$")


@dataclass(frozen=True)
class Edit:
    """Something that happens between two builds, and why it has the effect that it has."""

    label: str  # Markdown, in which only `code` has a meaning
    why: str
    change: Callable[[Path], object] = lambda folder: None
    options: tuple[str, ...] = ()
    undo: bool = False  # build after the change, take it back, and build again


def _replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no '{old}'"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


EDITS = {
    "nothing": Edit("nothing: build again", "no key has changed"),
    "touch": Edit(
        f"`touch {SOURCE}`",
        "the time of a file is no part of the key",
        lambda folder: os.utime(folder / SOURCE, (0, 0)),
    ),
    "mode": Edit(
        f"`chmod +x {SOURCE}`",
        "the mode of a file is part of the key",
        lambda folder: (folder / SOURCE).chmod(0o755),
    ),
    "source": Edit(
        f"another title for a column in `{SOURCE}`",
        "its content is part of the key",
        _replace(SOURCE, '"Author"', '"Written by"'),
    ),
    "undo": Edit(
        "the same, built, taken back, and built again",
        "the older results are still there",
        _replace(SOURCE, '"Author"', '"By"'),
        undo=True,
    ),
    "books": Edit(
        "one more book in `books.txt`",
        "only the last step reads the file",
        _replace("books.txt", "Emma", "Ulysses, James Joyce\nEmma"),
    ),
    "readme": Edit(
        "a new file `README` beside the Dockerfile",
        "no step copies it",
        lambda folder: (folder / "README").write_text("Read me.\n", encoding="utf-8"),
    ),
    "requirements": Edit(
        "a comment in `requirements.txt`",
        "a file is compared byte by byte, not understood",
        _replace("requirements.txt", "tabulate", "# draws the table\ntabulate"),
    ),
    "comment": Edit(
        "a comment in the Dockerfile",
        "comments are gone before the keys are made",
        _replace("Dockerfile", "WORKDIR", "# all that follows happens here\nWORKDIR"),
    ),
    "env": Edit(
        "`ENV LANG=C.UTF-8` after `WORKDIR`",
        "the environment is part of the key of each `RUN`, and not of a `COPY`",
        _replace("Dockerfile", "WORKDIR /app\n", "WORKDIR /app\nENV LANG=C.UTF-8\n"),
    ),
    "argument": Edit(
        "`--build-arg VERSION=2`",
        "an argument counts in each `RUN` below its `ARG`",
        options=("--build-arg", "VERSION=2"),
    ),
}


@dataclass(frozen=True)
class Record:
    """What became of each step after each edit, and where and when that was found out."""

    date: str  # ISO 8601
    engine: str
    buildx: str
    platform: str
    cores: int
    kernel: str  # major and minor version
    steps: list[str] = field(default_factory=list)  # instructions, from FROM on
    cached: dict[str, list[bool]] = field(default_factory=dict)  # of each edit, in their order


def main() -> None:
    """Build, and write the record and what the page includes."""
    docker_engine.extend_path()
    if reason := docker_engine.missing():
        sys.exit(f"{reason}.")
    record = measure()
    RECORD.parent.mkdir(parents=True, exist_ok=True)
    RECORD.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    INCLUDED.write_text(render(record), encoding="utf-8")
    print(f"Wrote {RECORD.name} and {INCLUDED.name} to {RECORD.parent}.")


def measure() -> Record:
    """Make each edit in a copy of the example of its own."""
    version = re.match(r"[\d.]+", _docker("version", "--format", "{{.Server.Version}}"))
    buildx = re.search(r"\b\d+\.\d+\.\d+", _docker("buildx", "version"))
    assert version
    assert buildx
    steps: dict[int, str] = {}
    rebuilt: dict[str, set[int]] = {}
    for name, edit in EDITS.items():
        with tempfile.TemporaryDirectory() as folder:
            first, second = _try(edit, Path(folder) / "cache")
        # A step that comes from the cache is not always reported.
        steps |= {number: step.instruction for number, step in first.items()}
        rebuilt[name] = {number for number, step in second.items() if not step.cached}
    assert len(steps) == max(steps), f"steps are missing: {steps}"
    return Record(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        engine=version[0],
        buildx=buildx[0],
        platform=_docker("version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"),
        cores=os.cpu_count() or 0,
        kernel=".".join(platform.release().split(".")[:2]),
        steps=[steps[number] for number in sorted(steps)],
        cached={
            name: [number not in numbers for number in sorted(steps)]
            for name, numbers in rebuilt.items()
        },
    )


def _try(edit: Edit, folder: Path) -> tuple[dict[int, Step], dict[int, Step]]:
    """Build, edit, and build again; return the steps of the first build and of the last."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("start", "solution", "*.sh"))
    _mark(folder)
    first = build(folder)
    # FROM and WORKDIR are the same in every copy.
    fresh = all(not step.cached for number, step in first.items() if number > 2)
    assert fresh, f"the first build is not a fresh one: {first}"
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    edit.change(folder)
    if edit.undo:
        build(folder)
        for path, content in kept.items():
            path.write_bytes(content)
    return first, build(folder, *edit.options)


def _mark(folder: Path) -> None:
    """Make the copied files different from those of all other copies, so that nothing is cached."""
    mark = uuid.uuid4().hex
    for name, line in (("requirements.txt", f"# {mark}\n"), ("books.txt", f"{mark}, nobody\n")):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(line)


@dataclass(frozen=True)
class Step:
    """What a build reported of one instruction."""

    instruction: str
    cached: bool


def build(folder: Path, *options: str) -> dict[int, Step]:
    """Build into the cache alone; return the steps that were reported, by their number."""
    command = ("docker", "build", "--progress", "rawjson", "--output", "type=cacheonly")
    result = subprocess.run(
        (*command, *options, str(folder)), check=True, stderr=subprocess.PIPE, text=True
    )
    return read_progress(result.stderr)


def read_progress(lines: str) -> dict[int, Step]:
    """Read BuildKit's report, one JSON object a line: the instructions, in their order."""
    steps: dict[int, Step] = {}
    for line in lines.splitlines():
        for vertex in json.loads(line).get("vertexes") or ():
            if name := _STEP.match(vertex["name"]):
                instruction = name["instruction"]
                # The base image was there before: no step makes it.
                cached = instruction.startswith("FROM ") or bool(vertex.get("cached"))
                steps[int(name["number"])] = Step(_without_digest(instruction), cached)
    return dict(sorted(steps.items()))


def _without_digest(instruction: str) -> str:
    return re.sub(r"^FROM \S+/(\S+)@sha256:\S+$", r"FROM \1", instruction)


def _docker(*arguments: str) -> str:
    result = subprocess.run(("docker", *arguments), check=True, stdout=subprocess.PIPE, text=True)
    return result.stdout.strip()


def read(path: Path) -> Record:
    """Read a record."""
    return Record(**json.loads(path.read_text(encoding="utf-8")))


def render(record: Record) -> str:
    """Return what the page includes, one section at a time: `--8<-- "…/cache.txt:table"`."""
    sections = {
        "form": _form(record),
        "table": _table(record),
        "caption": [
            f"*Found out on {record.date} with Docker Engine {record.engine} and Buildx"
            f" {record.buildx} for {record.platform}, on a machine with {record.cores} cores and"
            f" Linux {record.kernel}, by `make measure-cache`.*"
        ],
    }
    parts = (
        (f"--8<-- [start:{name}]", *lines, f"--8<-- [end:{name}]", "")
        for name, lines in sections.items()
    )
    return "\n".join(itertools.chain.from_iterable(parts))


def _table(record: Record) -> list[str]:
    # FROM is step 1, and no edit of these changes it.
    head = ["", *(str(number) for number in range(2, len(record.steps) + 1)), "Because"]
    rule = ["---"] * len(head)
    rows = (
        [
            EDITS[name].label,
            *("CACHED" if step else "**rebuilt**" for step in cached[1:]),
            EDITS[name].why,
        ]
        for name, cached in record.cached.items()
    )
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]


def _form(record: Record) -> list[str]:
    """Return the form, without a blank line, which would end the HTML in Markdown."""
    options = [
        f"<option>{html.escape(EDITS[name].label.replace('`', ''))}</option>"
        for name in record.cached
    ]
    steps = [
        f'<li><label><input type="checkbox"> <b>{number}</b> <code>{html.escape(step)}</code>'
        "</label> <span></span></li>"
        for number, step in enumerate(record.steps[1:], start=2)
    ]
    return [
        '<form class="predict only-js">',
        '<p><label for="predict-edit">After the first build, this changes:</label>',
        '<select id="predict-edit">',
        *options,
        "</select></p>",
        "<fieldset>",
        "<legend>Which steps are carried out again?</legend>",
        "<ul>",
        *steps,
        "</ul>",
        "</fieldset>",
        '<p><button class="md-button">Build</button></p>',
        '<p role="status"></p>',
        "</form>",
    ]


if __name__ == "__main__":
    main()
