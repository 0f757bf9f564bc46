"""The one shell in which a page's transcripts run, top to bottom.

A bash reads commands from us and reports each one's exit status on a channel of its own; the
command's output comes through a named pipe, or through a terminal when the command wants one.
So variables, the folder and ``$?`` live on from command to command, as for a learner.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from transcripts.grammar import KEYS, TIMEOUT, inner_prompt
from transcripts.matching import clean, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from transcripts.grammar import Step
    from transcripts.matching import Rules

ENVIRONMENT = {
    "BUILDKIT_PROGRESS": "plain",  # the fancy progress overwrites itself
    "COLUMNS": "160",
    "COMPOSE_MENU": "0",
    "COMPOSE_PROGRESS": "plain",
    "DOCKER_CLI_HINTS": "false",  # advertisements
    "HISTFILE": "",
    "LC_ALL": "C.UTF-8",
    "LINES": "50",
    "PS1": "",
    "TERM": "dumb",
}
ROWS, COLUMNS = 50, 160
HOME = "/home/you"
"""How the output shows the folder above the page's own."""
GRACE = 2.0
"""Seconds that programs have to end by themselves before they are killed."""
SETTLE = 1.0
"""Seconds that a command runs on after its shown output before Ctrl-C is pressed."""
PATIENCE = 10.0
"""Seconds that what is shown before a prompt may come after that prompt."""
_OURS = re.compile(r"^(?:bash|/[\w./-]*bash): (?:eval: )?line \d+: ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed and how it ended.

    ``status`` is None when it did not end: ``reason`` then says what happened to it.
    """

    lines: tuple[str, ...]
    status: int | None
    seconds: float
    reason: str = ""


class Session:
    """A bash in a folder. Use it as a context manager: leaving ends all that it started.

    ``home`` is written as /home/you in the output: a page cannot show a random path.
    """

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        home: Path | None = None,
    ) -> None:
        self._home = home
        self._private = Path(tempfile.mkdtemp(prefix="session-"))
        os.mkfifo(self._private / "status")
        # Open for both ways: reading then never sees an end between two writers.
        self._status_pipe = os.open(self._private / "status", os.O_RDWR | os.O_NONBLOCK)
        self._count = 0
        self._last_status = 0
        self._open: list[int] = [self._status_pipe]
        # The leader of a process session would take the first terminal that it opens for its own
        # and stop its children that read from it; so a shell between us leads, and bash does not.
        self._leader = subprocess.Popen(
            ["sh", "-c", "bash --noprofile --norc; exit $?"],
            cwd=folder,
            env={**_inherited(), **ENVIRONMENT, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_heed_control_c,
        )
        # Each pipeline gets a process group, so that a key or a time limit reaches all of it.
        # Without the trap, bash would follow a command that Ctrl-C has ended.
        self._send(f"set -m; trap : INT; echo $$ >{shlex.quote(str(self._private / 'status'))}")
        select.select([self._status_pipe], [], [], TIMEOUT)
        self._bash = int(os.read(self._status_pipe, 64))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def ended(self) -> bool:
        """Whether the shell is gone, for example after ``exit``."""
        return self._leader.poll() is not None

    def close(self) -> None:
        """End the shell and everything that it started."""
        self._end_all()
        for channel in self._open:
            os.close(channel)
        self._open.clear()
        shutil.rmtree(self._private, ignore_errors=True)

    def run(self, step: Step, rules: Rules | None = None) -> Outcome:
        """Run a command to its end, to its time limit, or to the end of the shell.

        After the time limit the whole session is ended. Lines of ``step.expected`` that follow a
        prompt inside the command are typed into it; ``^C`` and the like are pressed.
        """
        started = time.monotonic()
        channel = _Terminal() if step.terminal else _Pipe(self._private / f"output-{self._count}")
        self._count += 1
        self._open.append(channel.reader)
        before = set(_children(self._bash))
        redirection = channel.redirection
        status = shlex.quote(str(self._private / "status"))
        try:
            self._send(
                # On a line of its own: Ctrl-C makes bash drop the rest of the command's line.
                f"(exit {self._last_status}); eval {shlex.quote(step.command)} {redirection}\n"
                f"printf '%s\\n' \"$?\" >{status}"
            )
            run = _Run(channel, self._status_pipe, started + step.timeout, lambda: self.ended)
            reason = _play(step, run, _Keyboard(self._bash, before), rules)
            if not reason:
                reason = run.until_end(step.timeout)
        except (BrokenPipeError, ValueError):
            run, reason = None, "the page's shell had ended before it"
        finally:
            channel.close()
        if reason:
            self._end_all()
            output, code = (run.output if run else ""), None
        else:
            assert run is not None
            output, code = run.output, run.status
            self._last_status = code or 0
        lines = tuple(clean(self._as_shown(output)))
        return Outcome(lines, code, time.monotonic() - started, reason)

    def _as_shown(self, output: str) -> str:
        output = _OURS.sub("bash: ", output)
        if self._home is not None:
            for path in {str(self._home), str(self._home.resolve())}:
                output = output.replace(path, HOME)
        return output

    def _send(self, line: str) -> None:
        assert self._leader.stdin is not None
        self._leader.stdin.write(line.encode() + b"\n")
        self._leader.stdin.flush()

    def _end_all(self) -> None:
        """Ask everything that the session started to end, then make it."""
        started = {self._leader.pid, *_descendants(self._leader.pid)}
        groups = {p.group for p in _table() if p.number in started} - {os.getpgrp()}
        for number in (signal.SIGTERM, signal.SIGKILL):
            for group in groups:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, number)
            deadline = time.monotonic() + GRACE
            while number == signal.SIGTERM and time.monotonic() < deadline:
                self._leader.poll()
                if not any(p.group in groups for p in _table()):
                    break
                time.sleep(0.02)
        self._leader.wait()
        if self._leader.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._leader.stdin.close()


def _inherited() -> dict[str, str]:
    """Return the person's variables without those that change what Docker's commands do."""
    changing = ("BUILDKIT_", "BUILDX_", "COMPOSE_", "DOCKER_")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)}


class _Pipe:
    """Where a command writes that has no terminal; what runs on in the background may go on."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.reader = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self.redirection = f"</dev/null >{shlex.quote(str(path))} 2>&1"
        self.settles = 0.0

    def write(self, keys: str) -> None:
        raise NotImplementedError(f"no terminal to type {keys!r} into")

    def close(self) -> None:
        """Nothing: the session keeps the pipe open for what runs in the background."""


class _Terminal:
    """A terminal of a fixed size for one command."""

    def __init__(self) -> None:
        self.reader, self._side = pty.openpty()
        fcntl.ioctl(self._side, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.set_blocking(self.reader, False)
        name = shlex.quote(os.ttyname(self._side))
        self.redirection = f"<{name} >{name} 2>&1"
        self.settles = 0.1  # the terminal hands on what was written a moment later

    def write(self, keys: str) -> None:
        os.write(self.reader, keys.encode())

    def close(self) -> None:
        os.close(self._side)


class _Run:
    """One running command: what it has printed so far, and its status once it has ended."""

    def __init__(
        self,
        channel: _Pipe | _Terminal,
        status_pipe: int,
        deadline: float,
        shell_ended: Callable[[], bool],
    ) -> None:
        self.channel = channel
        self.output = ""
        self.status: int | None = None
        self._bytes = b""
        self._status_pipe = status_pipe
        self._deadline = deadline
        self._shell_ended = shell_ended

    @property
    def late(self) -> bool:
        return time.monotonic() >= self._deadline

    def wait(self, seconds: float) -> None:
        """Read what comes within a moment."""
        ready, _, _ = select.select([self.channel.reader, self._status_pipe], [], [], seconds)
        if self.channel.reader in ready:
            self._drain()
        if self._status_pipe in ready:
            self.status = int(os.read(self._status_pipe, 64).split()[0])
            end = time.monotonic() + self.channel.settles
            self._drain()
            while (left := end - time.monotonic()) > 0:
                select.select([self.channel.reader], [], [], left)
                self._drain()

    def until_end(self, limit: float) -> str:
        """Wait for the end; return why there was none, or nothing."""
        while self.status is None:
            if self._shell_ended():
                self._drain()
                return "it ended the page's shell"
            if self.late:
                return (
                    f"it had not ended after {limit:g} s and was killed. Let it end, or give it "
                    "more: '<!-- transcript: timeout 300, the reason -->'"
                )
            self.wait(0.2)
        return ""

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError, OSError):
            while chunk := os.read(self.channel.reader, 65536):
                self._bytes += chunk
        self.output = self._bytes.decode(errors="replace").replace("\r\n", "\n")

    def note(self, text: str) -> None:
        """Add to the output what a terminal would have shown of a key."""
        line = b"" if not self._bytes or self._bytes.endswith(b"\n") else b"\n"
        self._bytes += line + text.encode() + b"\n"
        self.output = self._bytes.decode(errors="replace").replace("\r\n", "\n")


def _heed_control_c() -> None:
    # A job in the background of a script ignores the key, and all that it starts would, too.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class _Keyboard:
    """What a terminal does when the learner presses Ctrl-C."""

    def __init__(self, shell: int, before: set[int]) -> None:
        self._shell = shell
        self._before = before

    def running(self) -> set[int]:
        """Return the processes of the running command, as the shell's children."""
        return set(_children(self._shell)) - self._before

    def interrupt(self) -> None:
        """Interrupt the process groups that the running command started."""
        for child in self.running():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(os.getpgid(child), signal.SIGINT)


def _play(step: Step, run: _Run, keyboard: _Keyboard, rules: Rules | None) -> str:
    """Type what the page types into the command; return what went wrong, or nothing."""
    seen = 0
    for number, line in enumerate(step.expected):
        key = line.strip()
        if key in KEYS:
            wanted = step.expected[:number]
            if not _until(run, lambda w=wanted: matches(w, clean(run.output), rules)):  # type: ignore[misc]
                return (
                    "" if run.status is not None else f"it never printed what stands before '{key}'"
                )
            if step.terminal:
                run.channel.write(KEYS[key])
            elif key == "^C":
                if not _until(run, keyboard.running):
                    return ""
                _pause(run, SETTLE)
                run.note(key)
                keyboard.interrupt()
            else:
                return f"'{key}' needs a terminal: 'docker run -it'"
            continue
        prompt = inner_prompt(line) if step.terminal else None
        if prompt is None:
            continue
        pattern = _pattern(prompt[0])
        if not _until(run, lambda p=pattern, s=seen: _asks(run, p, s)):  # type: ignore[misc]
            if run.status is not None:
                return ""  # it ended: its output says why
            return f"it never showed the prompt '{prompt[0]}'"
        # A debugger shows its prompt again after what it reports later.
        _until_shown(run, (*step.expected[:number], prompt[0]), rules)
        seen = len(run.output)
        run.channel.write(prompt[1] + "\n")
    return ""


def _until_shown(run: _Run, wanted: Sequence[str], rules: Rules | None) -> None:
    """Wait for what the page shows before a prompt; not for long, for the page may be wrong."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and run.status is None and not run.late:
        if matches(wanted, clean(run.output), rules):
            return
        run.wait(0.1)


def _asks(run: _Run, prompt: re.Pattern[str], seen: int) -> bool:
    """Say whether the prompt stands on the last line, and was printed after what was seen."""
    lines = clean(run.output)
    return len(run.output) > seen and bool(lines) and prompt.fullmatch(lines[-1]) is not None


def _pause(run: _Run, seconds: float) -> None:
    end = time.monotonic() + seconds
    while run.status is None and (left := end - time.monotonic()) > 0:
        run.wait(left)


def _until(run: _Run, condition: Callable[[], object]) -> bool:
    while not condition():
        if run.late or run.status is not None:
            return bool(condition())
        run.wait(0.1)
    return True


def _pattern(prompt: str) -> re.Pattern[str]:
    """Return what finds this prompt on a line of its own, whatever the container's name."""
    return re.compile(re.sub(r"@[^:]+:", r"@[^:\\s]+:", re.escape(prompt)))


class _Process(NamedTuple):
    number: int
    parent: int
    group: int


def _table() -> list[_Process]:
    """Return the machine's processes that have not ended."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True, check=False
    ).stdout
    rows = (line.split() for line in listing.splitlines())
    return [_Process(*map(int, row[:3])) for row in rows if len(row) == 4 and row[3][0] != "Z"]


def _children(process: int) -> list[int]:
    return [p.number for p in _table() if p.parent == process]


def _descendants(process: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for p in _table():
        children.setdefault(p.parent, []).append(p.number)
    found: list[int] = []
    waiting = [process]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.append(child)
            waiting.append(child)
    return found
