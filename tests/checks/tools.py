"""What checks what, and how the words of each tool become findings."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from sitecheck.model import Finding

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SECONDS = 300

Parse = Callable[[str], Iterator[Finding]]

_LINE = re.compile(r"(?P<path>[^\s:][^:]*):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<text>.+)")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that checks files of some kinds.

    ``whole`` programs look at the whole project whatever is asked for, and what they say of other
    files is left out. An exit status of ``found`` means findings; any other but 0 means that the
    tool itself failed.
    """

    name: str
    patterns: Sequence[str]
    command: Sequence[str]
    parse: Parse
    whole: bool = False
    found: int = 1

    def chooses(self, path: str) -> bool:
        """Say whether this tool reads a file."""
        return any(fnmatch(path, pattern) for pattern in self.patterns)


class ToolFailedError(Exception):
    """A tool that could not do its work, with what it said."""


def run(tool: Tool, files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """Return what a tool finds in some files of the project."""
    chosen = [path for path in files if tool.chooses(path)]
    if not chosen:
        return []
    command = [*tool.command, *([] if tool.whole else chosen)]
    done = subprocess.run(
        command,
        cwd=root,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=SECONDS,
    )
    output = _ESCAPES.sub("", done.stdout if done.stdout.strip() else done.stderr)
    try:
        found = list(tool.parse(output)) if done.returncode in {0, tool.found} else []
    except (ValueError, KeyError, TypeError):
        found = []
    if done.returncode and not found:
        raise ToolFailedError(f"{tool.name}: {done.stdout}{done.stderr}".rstrip())
    return [finding for finding in found if not tool.whole or finding.path in chosen]


def build(files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """Build the site into a temporary folder, and return what the hooks find."""
    if not any(fnmatch(path, pattern) for path in files for pattern in SITE):
        return []
    with tempfile.TemporaryDirectory() as folder:
        command = (str(BIN / "mkdocs"), "build", "--site-dir", f"{folder}/site")
        done = subprocess.run(
            command, cwd=root, capture_output=True, check=False, text=True, timeout=SECONDS
        )
    log = _ESCAPES.sub("", done.stdout + done.stderr)
    if done.returncode:
        raise ToolFailedError(f"mkdocs build: {log}".rstrip())
    found = list(_findings_of_the_build(log))
    return [finding for finding in found if finding.path in {*files, "mkdocs.yml"}]


def _findings_of_the_build(log: str) -> Iterator[Finding]:
    for line in log.splitlines():
        text = re.sub(r"^WARNING\s+-\s+(\w+: )?", "", line)
        if text == line:
            continue
        match = _LINE.fullmatch(text)
        rule, _, message = (match["text"] if match else text).partition(": ")
        if match and message:
            yield Finding(
                match["path"], int(match["line"]), int(match["column"] or 1), rule, message
            )
        else:  # MkDocs' own words, which are about its configuration
            yield Finding("mkdocs.yml", 1, 1, "mkdocs", text)


def _lines(output: str, split: Callable[[str], tuple[str, str] | None]) -> Iterator[Finding]:
    for line in output.splitlines():
        match = _LINE.fullmatch(line)
        words = split(match["text"]) if match else None
        if match and words:
            rule, message = words
            yield Finding(
                match["path"], int(match["line"]), int(match["column"] or 1), rule, message
            )


def _ruff(output: str) -> Iterator[Finding]:
    for found in json.loads(output):
        place, code = found["location"], found["code"] or "syntax"
        yield _finding(found["filename"], place["row"], place["column"], code, found["message"])


def _mypy(output: str) -> Iterator[Finding]:
    def split(text: str) -> tuple[str, str] | None:
        match = re.fullmatch(r"(?:error|warning): (.+?)(?:  \[([\w-]+)\])?", text)
        return (match[2] or "mypy", match[1]) if match else None

    return _lines(output, split)


def _shellcheck(output: str) -> Iterator[Finding]:
    for found in json.loads(output):
        code = f"SC{found['code']}"
        yield _finding(found["file"], found["line"], found["column"], code, found["message"])


def _rumdl(output: str) -> Iterator[Finding]:
    for found in json.loads(output):
        place = found["file"], found["line"], found["column"]
        yield _finding(*place, found["rule"], found["message"])


def _typos(output: str) -> Iterator[Finding]:
    def split(text: str) -> tuple[str, str] | None:
        message = text.removeprefix("error: ").replace("`", "'")
        return "spelling", message + ". A word that is right: pyproject.toml, [tool.typos]"

    return _lines(output, split)


def _schema(output: str) -> Iterator[Finding]:
    answer = json.loads(output)
    for found in [*answer.get("errors", []), *answer.get("parse_errors", [])]:
        message = f"{found.get('path', '$')}: {found['message']}"
        yield _finding(found["filename"], 1, 1, "schema", message)


def _zizmor(output: str) -> Iterator[Finding]:
    for result in json.loads(output)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        path, region = place["artifactLocation"]["uri"], place["region"]
        rule = result["ruleId"].removeprefix("zizmor/")
        words = result["message"]["text"]
        yield _finding(path, region["startLine"], region.get("startColumn", 1), rule, words)


def _actionlint(output: str) -> Iterator[Finding]:
    for found in json.loads(output):
        place = found["filepath"], found["line"], found["column"]
        yield _finding(*place, found["kind"], found["message"])


def _vale(output: str) -> Iterator[Finding]:
    for path, alerts in json.loads(output).items():
        for found in alerts:
            place = path, found["Line"], found["Span"][0]
            yield _finding(*place, found["Check"], found["Message"])


EXEMPT = {
    ("assets/examples/build/from-files/Dockerfile", "DL1000"): "a heredoc, which hadolint cannot read",
    ("assets/examples/build/from-files/old.Dockerfile", "DL3025"): "has old habits",
    ("assets/examples/build/from-files/old.Dockerfile", "DL4000"): "has old habits",
    ("assets/examples/build/from-scripts/start/Dockerfile", "DL3025"): "the exercise repairs it",
    ("assets/examples/build/from-scripts/start/Dockerfile", "DL3042"): "the exercise repairs it",
    ("assets/examples/build/how-a-container-starts/matrix.Dockerfile", "DL3025"): "compares both forms",
    ("assets/examples/build/how-a-container-starts/signals.Dockerfile", "DL3025"): "compares both forms",
    ("assets/examples/build/how-a-container-starts/start/Dockerfile", "DL3025"): "the exercise repairs it",
    ("assets/examples/build/how-a-container-starts/variables.Dockerfile", "DL3025"): "compares both forms",
    ("assets/examples/build/mounts-and-secrets/argument.Dockerfile", "DL3064"): "leaks, to be found out",
    ("assets/examples/build/mounts-and-secrets/start/Dockerfile", "DL3064"): "the exercise repairs it",
    ("assets/examples/build/trust-and-ci/bill.Dockerfile", "DL3002"): "lists packages, and is never run",
    ("assets/examples/build/trust-and-ci/start/Dockerfile", "DL3025"): "the exercise repairs it",
}  # fmt: skip
"""What hadolint finds in Dockerfiles that are so on purpose, with the reason."""


def _hadolint(output: str) -> Iterator[Finding]:
    for found in json.loads(output):
        if (found["file"], found["code"]) not in EXEMPT:
            place = found["file"], found["line"], found["column"]
            yield _finding(*place, found["code"], found["message"])


def _finding(path: str, line: int, column: int, rule: str, message: str) -> Finding:
    place = Path(path)
    shown = place.relative_to(ROOT) if place.is_absolute() and place.is_relative_to(ROOT) else place
    return Finding(shown.as_posix(), line, column, rule, " ".join(message.split()))


def _check(schema: str, *patterns: str) -> Tool:
    program = (str(BIN / "check-jsonschema"), "--output-format", "json", "--builtin-schema", schema)
    return Tool(schema, patterns, program, _schema)


def _tool(name: str, *options: str) -> tuple[str, ...]:
    return str(BIN / name), *options


PAGES = ("docs/*.md", "README.md", "CONTRIBUTING.md", ".github/*.md")
PYTHON = ("container/*.py", "hooks/*.py", "tests/*.py")
SITE = ("assets/*", "docs/*", "hooks/*", "mkdocs.yml", "overrides/*")
SCRIPTS = (".ci/run", "tests/*.sh", "tests/engine/engine", "*/debian/make", "*/httpd-foreground")
WORKFLOWS = (".github/workflows/*.yml", "assets/examples/build/ci-and-servers/image.yml")
TEXTS = ("*.md", "*.py", "*.js", "*.css", "*.html", "*.sh", "*.toml", "*.yml", "*.yaml", "*.in")

TOOLS: tuple[Tool, ...] = (
    Tool("ruff", PYTHON, _tool("ruff", "check", "--output-format", "json", "--quiet"), _ruff),
    Tool(
        "ruff format",
        PYTHON,
        _tool("ruff", "format", "--check", "--force-exclude", "--output-format", "json", "--quiet"),
        _ruff,
    ),
    Tool(
        "mypy",
        PYTHON,
        _tool("mypy", "--show-column-numbers", "--no-error-summary", "--no-pretty"),
        _mypy,
        whole=True,
    ),
    Tool("shellcheck", SCRIPTS, _tool("shellcheck", "--format", "json"), _shellcheck),
    Tool(
        "shellcheck of the examples",
        ["assets/examples/*.sh"],
        _tool("shellcheck", "--shell=sh", "--severity=warning", "--format", "json"),
        _shellcheck,
    ),
    Tool(
        "hadolint",
        ["Dockerfile", "assets/*Dockerfile"],
        _tool("hadolint", "--no-fail", "--format", "json"),
        _hadolint,
    ),
    Tool("rumdl", ["*.md"], _tool("rumdl", "check", "--output-format", "json", "--quiet"), _rumdl),
    Tool(
        "typos",
        [*TEXTS, "Dockerfile", "Makefile"],
        _tool("typos", "--force-exclude", "--format", "brief"),
        _typos,
        found=2,
    ),
    _check("vendor.github-workflows", *WORKFLOWS),
    _check("custom.github-workflows-require-timeout", *WORKFLOWS),
    _check("vendor.dependabot", ".github/dependabot.yml"),
    _check("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/*-*.yml"),
    Tool(
        "zizmor",
        [".github/*.yml", WORKFLOWS[1]],
        _tool(
            *("zizmor", "--offline", "--quiet", "--no-exit-codes", "--format", "sarif"),
            *(".github", WORKFLOWS[1]),
        ),
        _zizmor,
        whole=True,
    ),
)
# Where somebody has installed them, as CI has: no package registry of Python's has the programs
# themselves.
if _program := shutil.which("actionlint"):
    _command = (_program, "-format", "{{json .}}")
    TOOLS = (*TOOLS, Tool("actionlint", WORKFLOWS, _command, _actionlint))
if shutil.which("vale"):
    TOOLS = (*TOOLS, Tool("vale", PAGES, (sys.executable, "tests/checks/prose.py"), _vale))


def project_files(root: Path = ROOT) -> Iterable[str]:
    """Return the files of the project, also those that are not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [name for name in listed.split("\0") if name and (root / name).is_file()]
