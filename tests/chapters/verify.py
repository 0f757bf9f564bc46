"""Run the transcripts of pages against a real Docker Engine, compare, and say what differs.

make verify [PAGE=run/lifecycle]     run and compare
make record [PAGE=run/lifecycle]     run, and write the output that differs into the pages
"""

from __future__ import annotations

import argparse
import difflib
import shutil
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import docker_engine
from chapters.engine import (
    Engine,
    EngineError,
    Gate,
    Leftover,
    alone,
    builders,
    find_engine,
    furnish,
)
from chapters.session import Outcome, Session
from transcripts.grammar import KEYS, Page, SavedFile, Step, UnpackedFolder
from transcripts.matching import Pair, Rules, align, in_order, matches, merge
from transcripts.pages import find_pages, read_page
from transcripts.record import (
    PATH,
    Entry,
    RecordError,
    find_stale,
    hash_of,
    read_record,
    write_record,
)

ROOT = Path(__file__).resolve().parents[2]
CTRL_C = {0, 130}
"""Exit statuses of a command that Ctrl-C ends: what the program makes of it, or the signal."""
WIDE = 120
"""Columns of a terminal from which on the two outputs stand beside each other."""
LONGEST = 60
"""Lines of a difference that a writer is shown: a page that went astray can print thousands."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a command: ``problem`` is empty when all is as the page says.

    ``outcome`` is None when the command was not run; ``fatal`` says that what follows it on the
    page makes no sense after it.
    """

    step: Step
    outcome: Outcome | None
    problem: str = ""
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a page."""

    page: Page
    results: tuple[Result, ...]
    leftovers: tuple[Leftover, ...]
    complaints: tuple[str, ...]
    seconds: float
    rules: Rules

    @property
    def executed(self) -> int:
        """How many commands ran."""
        return sum(result.outcome is not None for result in self.results)

    @property
    def skipped(self) -> int:
        """How many commands the page says not to run."""
        return sum(result.step.skip is not None for result in self.results)

    @property
    def sound(self) -> bool:
        """Whether everything is as the page says, and nothing is left behind."""
        return not (
            self.page.findings
            or self.leftovers
            or self.complaints
            or any(result.problem for result in self.results)
        )


def judge(step: Step, outcome: Outcome, rules: Rules) -> Result:
    """Compare what a command did with what the page says."""
    if outcome.status is None:
        return Result(step, outcome, f"{outcome.reason}.", fatal=True)
    allowed = CTRL_C if step.pressed and not step.status else {step.status}
    if outcome.status not in allowed:
        return Result(
            step,
            outcome,
            f"it ended with status {outcome.status}, and the page has {step.status}. Where that is "
            "meant, show it: '$ echo $?' after the command, and the number.",
            fatal=True,
        )
    # a terminal echoes ^C, and the engine's client swallows ^P^Q
    unpressed = [line for line in step.expected if line.strip() not in KEYS]
    if step.expected and not any(
        matches(lines, outcome.lines, rules) for lines in (step.expected, unpressed)
    ):
        return Result(step, outcome, "it prints something else than the page shows.")
    return Result(step, outcome)


def run_step(session: Session, step: Step, rules: Rules) -> Result:
    """Run a command; repeat it while its fence allows and it is not as the page says."""
    deadline = time.monotonic() + step.retry
    while True:
        result = judge(step, session.run(step, rules), rules)
        over = time.monotonic() >= deadline or session.ended
        if over or not result.problem:
            return result
        time.sleep(0.5)


def run_items(page: Page, session: Session, folder: Path, rules: Rules) -> Iterator[Result]:
    """Run a page from top to bottom; after a failure nothing more of it runs."""
    for item in page.items:
        if isinstance(item, SavedFile):
            path = folder / item.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(item.text, encoding="utf-8")
        elif isinstance(item, UnpackedFolder):
            shutil.copytree(ROOT / item.path, folder / Path(item.path).name)
        elif item.skip is not None:
            yield Result(item, None)
        else:
            result = run_step(session, item, rules)
            yield result
            if result.fatal:
                return


@contextmanager
def folder_of(page: Page) -> Iterator[Path]:
    """Make the empty folder in which a page runs, named after the page; remove it afterwards.

    It stands in a home of its own, as /home/you/lifecycle would.
    """
    home = Path(tempfile.mkdtemp(prefix="home-"))
    folder = home / Path(page.path).stem
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Go on although somebody presses Ctrl-C once more: removing takes a moment."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [
        signal.signal(number, lambda *_: say("removing what the page made; a moment"))
        for number in numbers
    ]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def run_page(page: Page, engine: Engine, watch: Watcher | None = None) -> Report:
    """Run a page on an engine; what it made is gone afterwards, whatever happens."""
    watch = watch or Watcher()
    started = time.monotonic()
    rules = Rules(warm=not engine.own)
    results: list[Result] = []
    with alone(engine, watch.waited), folder_of(page) as folder, Gate(engine) as gate:
        started = time.monotonic()
        if engine.own:
            engine.request("POST", "/build/prune?all=true")
        finished = False
        try:
            environment = {**gate.environment, **furnish(folder.parent)}
            with Session(folder, environment=environment, home=folder.parent) as session:
                for result in run_items(page, session, folder, rules):
                    results.append(result)
                    watch.ran(result)
            finished = not (results and results[-1].fatal)
        finally:
            with undisturbed():
                left = gate.leftovers()
                complaints = gate.refused + gate.remove(left)
                gate.restore()
                left += builders(folder.parent)
    # A page that broke off has not come to its Clean up: what it left is no fault of that.
    return Report(
        page,
        tuple(results),
        tuple(left if finished else ()),
        tuple(complaints),
        time.monotonic() - started,
        rules,
    )


class UnsteadyPageWarning(UserWarning):
    """A page did at its second run what it says, and not at its first."""


def run_page_twice(page: Page, engine: Engine) -> Report:
    """Run a page, and once more when it fails; return the last report.

    A command may lose a race, such as a last line of the log against the end of its container. The
    page is right when its second run is, and the warning shows its writer what to make steady.
    """
    first = run_page(page, engine)
    if first.sound or page.findings:
        return first
    second = run_page(page, engine)
    if second.sound:
        warnings.warn(f"the first of two runs failed\n{tell(first)}", UnsteadyPageWarning, 2)
    return second


class Watcher:
    """Hears what happens while a page runs; this one keeps silent."""

    def waited(self, seconds: float) -> None:
        """Another run had the engine for so many seconds."""

    def ran(self, result: Result) -> None:
        """A command has ended."""


class Printer(Watcher):
    """Shows the running command on a terminal's last line."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._count = len(page.steps)
        self._done = 0

    def waited(self, seconds: float) -> None:
        say(f"{self._page.path}: another page had the engine for {seconds:.0f} s")

    def ran(self, result: Result) -> None:
        self._done += 1
        if sys.stdout.isatty():
            line = result.step.command.splitlines()[0] if result.step.command else ""
            text = f"{self._page.path}  {self._done}/{self._count}  $ {line}"
            print(f"\r\x1b[K{text[: _width() - 1]}", end="", flush=True)


def say(text: str) -> None:
    """Print lines in place of the progress."""
    print(f"\r\x1b[K{text}" if sys.stdout.isatty() else text, flush=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def explain(path: str, result: Result, rules: Rules, width: int) -> str:
    """Tell a writer what is wrong with a command: place, command, and both outputs."""
    step, outcome = result.step, result.outcome
    command = step.command.replace("\n", "\n> ")
    lines = [f"{path}:{step.line}:{step.column}: transcript: {result.problem}", f"$ {command}"]
    if outcome is None:
        return "\n".join(lines)
    actual = in_order(outcome.lines)
    if not step.expected:
        lines += [f"  {line}" for line in actual[-20:]] or ["  (it printed nothing)"]
    elif outcome.status is None or not matches(step.expected, outcome.lines, rules):
        lines += compare(step.expected, actual, rules, width)
    return "\n".join(lines)


def compare(expected: Sequence[str], actual: Sequence[str], rules: Rules, width: int) -> list[str]:
    """Put both outputs beside each other where there is room, else below each other."""
    pairs = align(expected, actual, rules)
    rows = _below(pairs) if width < WIDE else _beside(pairs, (width - 7) // 2)
    if len(rows) > LONGEST:
        rows[LONGEST:] = [f"  … and {len(rows) - LONGEST} more lines"]
    return rows


def _below(pairs: Sequence[Pair]) -> list[str]:
    lines = []
    for pair in pairs:
        if pair.equal:
            lines.append(f"          {pair.expected if pair.expected is not None else ''}")
            continue
        if pair.expected is not None:
            lines.append(f"  - page  {pair.expected}")
        if pair.actual is not None:
            lines.append(f"  + ran   {pair.actual}")
    return lines


def _beside(pairs: Sequence[Pair], half: int) -> list[str]:
    rows = [f"    {'the page shows':{half}} | it printed", f"    {'-' * half} | {'-' * half}"]
    for pair in pairs:
        left, right = _cut(pair.expected, half), _cut(pair.actual, half)
        rows.append(f"  {' ' if pair.equal else '!'} {left:{half}} | {right}".rstrip())
    return rows


def _cut(line: str | None, width: int) -> str:
    if line is None:
        return ""
    return line if len(line) <= width else line[: width - 1] + "…"


def tell(report: Report, width: int = 100) -> str:
    """Return everything about a page that a writer has to act on, and a line of summary."""
    page = report.page
    parts = [str(finding) for finding in page.findings]
    parts += [explain(page.path, r, report.rules, width) for r in report.results if r.problem]
    missing = len(page.steps) - len(report.results)
    if missing > 0 and not page.findings:
        last = report.results[-1].step.line
        verb = "was" if missing == 1 else "were"
        parts.append(f"{page.path}: {_count(missing, 'command')} after line {last} {verb} not run.")
    if report.leftovers:
        names = ", ".join(map(str, report.leftovers))
        parts.append(
            f"{page.path}: transcript: after the page this is left: {names}. "
            "Remove it in the page's own 'Clean up'. (The runner has removed it now.)"
        )
    parts += [f"{page.path}: transcript: {complaint}" for complaint in report.complaints]
    return "\n\n".join([*parts, summary(report)]) if parts else summary(report)


def summary(report: Report) -> str:
    """Return a page's line in the list of pages."""
    skipped = f", {report.skipped} skipped" if report.skipped else ""
    wrong = sum(bool(result.problem) for result in report.results) + len(report.page.findings)
    verdict = "ok" if report.sound else f"{wrong} wrong" if wrong else "left something behind"
    return (
        f"{report.page.path}: {verdict}: {_count(report.executed, 'command')}{skipped}, "
        f"{report.seconds:.1f} s"
    )


def rewrite(text: str, results: Sequence[Result], rules: Rules) -> str:
    """Return a page with the outputs that differ replaced by what was printed.

    What is equal after normalising stays as the writer wrote it, elisions too.
    """
    lines = text.split("\n")
    for result in sorted(results, key=lambda r: -r.step.first):
        step, outcome = result.step, result.outcome
        if outcome is None or outcome.status is None or result.fatal or not step.expected:
            continue
        if not result.problem:
            continue
        merged = merge(step.expected, outcome.lines, rules)
        pressed = (line for line in step.expected if line.strip() in KEYS)  # and not always echoed
        merged += [line for line in pressed if line not in merged]
        if merged != list(step.expected):
            start = step.first - 1
            end = start + len(step.expected)
            lines[start:end] = [f"{step.indent}{line}".rstrip() for line in merged]
    return "\n".join(lines)


def record_page(path: Path, report: Report, rules: Rules) -> int:
    """Write the outputs that differ into a page; return how many lines changed."""
    raw = path.read_bytes().decode()
    text = raw.replace("\r\n", "\n")
    new = rewrite(text, report.results, rules)
    if new == text:
        return 0
    path.write_bytes((new.replace("\n", "\r\n") if text != raw else new).encode())
    difference = difflib.ndiff(text.split("\n"), new.split("\n"))
    return sum(line.startswith("+ ") for line in difference)


def select(names: Sequence[str], root: Path = ROOT) -> list[Path]:
    """Return the pages that the names stand for; all pages for no name.

    Raises EngineError when there is no page of that name.
    """
    if not names:
        return list(find_pages(root))
    found = []
    for name in names:
        short = name.removeprefix("docs/").removesuffix(".md").rstrip("/")
        choices = [root / "docs" / f"{short}.md", root / "docs" / short / "index.md"]
        path = next((choice for choice in choices if choice.is_file()), None)
        if path is not None:
            found.append(path)
        elif (root / "docs" / short).is_dir():
            found += [p for p in find_pages(root) if p.is_relative_to(root / "docs" / short)]
        else:
            raise EngineError(f"there is no page '{name}'. Write it like PAGE=run/lifecycle")
    return found


def main(
    arguments: Sequence[str] | None = None, *, root: Path = ROOT, engine: Engine | None = None
) -> int:
    """Run pages from the command line; return the exit status.

    ``root`` is the repository's; without an ``engine``, the one that answers here is used.
    """
    parser = argparse.ArgumentParser(prog="make verify", description=__doc__)
    parser.add_argument("pages", nargs="*", help="such as run/lifecycle; a folder; none: all pages")
    parser.add_argument(
        "--record", action="store_true", help="write output that differs into pages"
    )
    parser.add_argument("--renew", action="store_true", help=f"write {PATH} also for single pages")
    parser.add_argument("--check", action="store_true", help=f"only look whether {PATH} is stale")
    options = parser.parse_args(arguments)
    if options.check:
        return check_record(root)
    docker_engine.extend_path()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # leave as with Ctrl-C
    try:
        paths = select(
            [name for given in options.pages for name in given.replace(",", " ").split()], root
        )
        engine = engine or find_engine()
    except EngineError as error:
        print(f"make verify: {error}.", file=sys.stderr)
        return 2
    say(
        f"Docker Engine {engine.version} ({engine.store} store, {engine.platform}), "
        f"images: {engine.images}; {_count(len(paths), 'page')}"
    )
    started = time.monotonic()
    reports = []
    try:
        for path in paths:
            reports.append(verify_path(path, engine, root, record=options.record))
    except KeyboardInterrupt:
        say("interrupted: what the page had made is removed")
        return 130
    if options.renew or not options.pages:
        renew_record(reports, engine, root, whole=not options.pages)
    bad = [report.page.path for report in reports if not report.sound]
    say(
        f"{_count(len(reports), 'page')}, {_count(sum(r.executed for r in reports), 'command')} executed, "
        f"{sum(r.skipped for r in reports)} skipped, {time.monotonic() - started:.0f} s"
        + (f"; not as the page says: {', '.join(bad)}" if bad else "; all as the pages say")
    )
    return 1 if bad else 0


def entries_of(reports: Sequence[Report], engine: Engine, root: Path) -> dict[str, Entry]:
    """Return what the record says of the pages that did what they say; a failed page has none."""
    return {
        report.page.path: Entry(
            hash=hash_of(read_page(root / report.page.path, root)),
            commands=report.executed,
            skipped=report.skipped,
            engine=engine.version,
            date=datetime.now(UTC).date().isoformat(),
            images=engine.images,
            store=engine.store,
            platform=engine.platform,
        )
        for report in reports
        if report.sound and report.page.steps
    }


def renew_record(reports: Sequence[Report], engine: Engine, root: Path, *, whole: bool) -> None:
    """Write the entries of the pages that ran; a page that failed loses its entry.

    After a whole run, so do the pages that are no more.
    """
    path = root / PATH
    entries = read_record(path.read_text(encoding="utf-8")) if path.is_file() and not whole else {}
    ran = {report.page.path for report in reports}
    entries = {name: entry for name, entry in entries.items() if name not in ran}
    entries |= entries_of(reports, engine, root)
    path.write_text(write_record(entries), encoding="utf-8")
    say(f"{PATH}: {_count(len(entries), 'page')} recorded")


def check_record(root: Path) -> int:
    """Say which pages' recorded runs are stale; needs no engine."""
    path = root / PATH
    try:
        entries = read_record(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except RecordError as error:
        print(error, file=sys.stderr)
        return 1
    findings = list(find_stale((read_page(p, root) for p in find_pages(root)), entries))
    for finding in findings:
        print(finding)
    print(f"{PATH}: {_count(len(entries), 'page')} recorded, {_count(len(findings), 'finding')}")
    return 1 if findings else 0


def verify_path(path: Path, engine: Engine, root: Path, *, record: bool = False) -> Report:
    """Run one page and print what a writer needs; with ``record``, rewrite it first."""
    page = read_page(path, root)
    if page.findings:
        report = Report(page, (), (), (), 0.0, Rules())
    else:
        report = run_page(page, engine, Printer(page))
    if record and not page.findings:
        changed = record_page(path, report, Rules(warm=not engine.own))
        if changed:
            say(f"{page.path}: {changed} lines rewritten; read the diff before you commit it")
            report = replace(
                report,
                results=tuple(r if r.fatal else replace(r, problem="") for r in report.results),
            )
    say(tell(report, _width()))
    return report


if __name__ == "__main__":
    sys.exit(main())
