"""`make bench`: what the checks cost, beside the other checkers that are installed.

Everything is measured in processor time (user and system, of the process and its children), in
alternating runs, and given as the median. The machine may be busy: time on the clock says little.

    python tests/bench/bench.py --sizes 100 1000 --rounds 5 --peers ~/peers/bin

``--peers`` names a folder with other checkers, which are otherwise looked for on the PATH. Where
its ``python`` has mkdocs-htmlproofer-plugin, all builds run with that Python.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generated_site import write_site

HOOKS = Path(__file__).parents[2] / "hooks"
LIMIT = 900  # seconds of a run on the clock, after which it is stopped

# Times the hook inside the build: the build's own time varies more than the hook takes.
_TIMED = f"""
import sys, time
start = time.process_time()
sys.path.insert(0, {str(HOOKS)!r})
import check_site as hook
spent = time.process_time() - start

def timed(call):
    def wrapped(*args, **kwargs):
        global spent
        start = time.process_time()
        try:
            return call(*args, **kwargs)
        finally:
            spent += time.process_time() - start
    wrapped.mkdocs_priority = getattr(call, "mkdocs_priority", 0)
    return wrapped

on_env, on_post_page = timed(hook.on_env), timed(hook.on_post_page)
_last = timed(hook.on_post_build)

def on_post_build(**kwargs):
    _last(**kwargs)
    print(f"spent {{spent:.4f}}")
on_post_build.mkdocs_priority = -100
"""

# As users have it: what was compiled once is not compiled again.
_ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
    "NO_MKDOCS_2_WARNING": "1",
}


class Run(NamedTuple):
    """What a command took: processor time in seconds, memory in megabytes, and what it printed."""

    seconds: float
    megabytes: float
    output: str
    stopped: bool = False


class Contestant(NamedTuple):
    """A command to measure, and the folder to run it in."""

    name: str
    command: Sequence[str]
    folder: Path


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command and wait for it."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_ENVIRONMENT,
        )
        timer = threading.Timer(LIMIT, process.terminate)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        stopped = not timer.is_alive()
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, output.read(), stopped)


def alternate(contestants: Sequence[Contestant], rounds: int) -> dict[str, list[Run]]:
    """Run all, one after the other, several times; what had to be stopped is not run again."""
    runs: dict[str, list[Run]] = {each.name: [] for each in contestants}
    for _ in range(rounds):
        for each in contestants:
            if not any(found.stopped for found in runs[each.name]):
                runs[each.name].append(run(each.command, each.folder))
    return runs


def median(runs: Sequence[Run]) -> float:
    """Return the median of the processor time."""
    return statistics.median(found.seconds for found in runs)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)
    print(flush=True)


def bench_builds(root: Path, pages: int, rounds: int, python: str, features: str) -> None:
    """Compare builds: without checks, with ours, with each peer that is a plugin."""
    contestants = []
    variants = {
        "mkdocs build": "",
        "… with check_site": f"hooks: ['{HOOKS / 'check_site.py'}']\n",
        "… with check_site, timed inside": "hooks: [timed.py]\n",
        "… with mkdocs-htmlproofer-plugin": "htmlproofer",
    }
    if not can_import(python, "htmlproofer"):
        del variants["… with mkdocs-htmlproofer-plugin"]
    for number, (name, extra) in enumerate(variants.items()):
        folder = root / f"build-{number}"
        write_site(folder, pages, "" if extra == "htmlproofer" else extra, features)
        if extra == "htmlproofer":
            config = folder / "mkdocs.yml"
            plugin = "plugins: [search, {htmlproofer: {validate_external_urls: false}}]\n"
            text = config.read_text(encoding="utf-8").replace("plugins: [search]\n", plugin)
            config.write_text(text, encoding="utf-8")
        (folder / "timed.py").write_text(_TIMED, encoding="utf-8")
        contestants.append(Contestant(name, [python, "-m", "mkdocs", "build"], folder))
    runs = alternate(contestants, rounds)
    timed = runs.pop("… with check_site, timed inside")
    spent = [float(found.output.rpartition("spent ")[2].split()[0]) for found in timed]
    added = statistics.median(spent)
    # Of the same build without the hook: two builds differ by more than the hook takes.
    share = statistics.median(
        mine / (found.seconds - mine) for mine, found in zip(spent, timed, strict=True)
    )
    rows = []
    for name, found in runs.items():
        took = median(found)
        ratio = statistics.median(
            mine.seconds / base.seconds
            for mine, base in zip(found, runs["mkdocs build"], strict=False)
        )
        memory = statistics.median(each.megabytes for each in found)
        stopped = ">" if any(each.stopped for each in found) else ""
        rows.append([name, f"{stopped}{took:.2f} s", f"{stopped}{ratio:.2f}", f"{memory:.0f} MB"])
    rows.append(["the hook alone, timed inside", f"{added:.3f} s", f"{share:.1%}", ""])
    table(
        [f"{pages:,} pages, {rounds} rounds", "processor time", "of mkdocs build", "memory"], rows
    )


def bench_checkers(root: Path, pages: int, rounds: int, bins: str, slow: bool) -> None:
    """Compare checkers on the built folder."""
    folder = root / "build-0"
    site = folder / "site"
    start = str(site / "index.html")
    main = f"import sys; sys.path.insert(0, {str(HOOKS)!r}); import sitecheck.__main__ as m; sys.exit(m.main())"
    command = [sys.executable, "-c", main, str(site), "--docs", str(folder / "docs")]
    contestants = [Contestant("python -m sitecheck", command, folder)]
    peers = {
        "hyperlink": ["site"],
        "lychee": ["--offline", "--no-progress", "site"],
        "linkinator": [
            "site", "--recurse", "--skip", "^https?://(?!localhost)", "--verbosity", "error",
        ],
        "linkchecker": ["--no-status", "--no-warnings", start],
    }  # fmt: skip
    for name, arguments in peers.items():
        program = shutil.which(name, path=bins)
        if program and (slow or name in {"hyperlink", "lychee"}):
            contestants.append(Contestant(name, [program, *arguments], folder))
    runs = alternate(contestants[:1], max(3, rounds))
    runs |= alternate(contestants[1:], 1 if pages > 100 else 3)
    ours = median(runs["python -m sitecheck"])
    rows = []
    for name, found in runs.items():
        took = median(found)
        memory = statistics.median(each.megabytes for each in found)
        stopped = ">" if any(each.stopped for each in found) else ""
        rows.append(
            [name, f"{stopped}{took:.2f} s", f"{stopped}{took / ours:.1f}", f"{memory:.0f} MB"]
        )
    table([f"built {pages:,} pages", "processor time", "times ours", "memory"], rows)


def can_import(python: str, module: str) -> bool:
    """Tell whether a Python has a module."""
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="a folder with the peers' programs")
    parser.add_argument("--quick", action="store_true", help="leave out peers that take minutes")
    parser.add_argument("--prune", action="store_true", help="with Material's navigation.prune")
    options = parser.parse_args()
    features = "navigation.prune" if options.prune else ""
    bins = os.pathsep.join(filter(None, [str(options.peers or ""), os.environ["PATH"]]))
    python = sys.executable
    if options.peers and can_import(str(options.peers / "python"), "htmlproofer, material"):
        python = str(options.peers / "python")
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors\n", flush=True)
    for pages in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            Path(name).chmod(0o755)  # linkchecker gives up root's rights
            bench_builds(Path(name), pages, options.rounds, python, features)
            bench_checkers(Path(name), pages, options.rounds, bins, slow=not options.quick)


if __name__ == "__main__":
    main()
