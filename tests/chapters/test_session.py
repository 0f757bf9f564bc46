"""The shell of a page, without an engine: against plain bash and small programs."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chapters.session import Outcome, Session
from transcripts.grammar import Step, parse

Run = Callable[..., Outcome]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session(tmp_path) as session:
        yield session


@pytest.fixture
def run(session: Session) -> Run:
    def run(command: str, *expected: str, timeout: float = 20) -> Outcome:
        return session.run(step(command, *expected, timeout=timeout))

    return run


def step(command: str, *expected: str, timeout: float = 20) -> Step:
    return Step(1, 1, command, expected, 2, timeout=timeout)


def test_output_and_status_of_a_command_are_told(run: Run) -> None:
    outcome = run("echo out; echo err >&2; (exit 3)")
    assert (outcome.lines, outcome.status) == (("out", "err"), 3)


def test_variables_functions_and_folder_live_on(run: Run, tmp_path: Path) -> None:
    run("mkdir web; cd web; name=shelf; greet() { echo hello $1; }")
    assert run("echo $name; pwd; greet you").lines == ("shelf", f"{tmp_path}/web", "hello you")


def test_the_status_of_the_last_command_can_be_asked(run: Run) -> None:
    run("(exit 7)")
    assert run("echo $?").lines == ("7",)
    assert run("echo $?").lines == ("0",)


def test_heredocs_and_continued_lines_run_as_typed(run: Run) -> None:
    run("cat > x <<'EOF'\n$ not a command\nit's\nEOF")
    assert run("cat \\\n  x").lines == ("$ not a command", "it's")


def test_a_command_cannot_eat_the_commands_after_it(run: Run) -> None:
    assert run("cat").status == 0
    assert run("echo still here").lines == ("still here",)


def test_a_missing_command_reads_as_in_a_terminal(run: Run) -> None:
    outcome = run("nosuch")
    assert (outcome.lines, outcome.status) == (("bash: nosuch: command not found",), 127)


def test_a_syntax_error_ends_the_command_and_not_the_session(run: Run) -> None:
    assert run("echo 'open").status == 2
    assert run("echo alive").lines == ("alive",)


def test_the_output_of_the_background_does_not_mix_with_later_commands(run: Run) -> None:
    run("(sleep 0.3; echo late) &")
    assert run("sleep 0.6; echo now").lines == ("now",)


def test_jobs_of_the_background_can_be_ended_by_their_number(run: Run) -> None:
    run("sleep 60 &")
    assert run("kill %1; wait").status == 0


def test_the_home_is_shown_as_a_learner_has_it(tmp_path: Path) -> None:
    folder = tmp_path / "lifecycle"
    folder.mkdir()
    with Session(folder, home=tmp_path) as session:
        assert session.run(step("pwd")).lines == ("/home/you/lifecycle",)


def test_a_command_without_end_is_killed_with_all_that_it_started(
    session: Session, run: Run, tmp_path: Path
) -> None:
    outcome = run("echo begun; sh -c 'echo $$ > pid; sleep 60' | cat", timeout=1)
    assert outcome.status is None
    assert outcome.lines == ("begun",)
    assert "had not ended after 1 s" in outcome.reason
    assert session.ended
    assert not alive(int((tmp_path / "pid").read_text()))


def test_a_command_that_ends_the_shell_is_told(session: Session, run: Run) -> None:
    outcome = run("exit 3")
    assert outcome.status is None
    assert "ended the page's shell" in outcome.reason
    assert "had ended before it" in run("echo more").reason


def test_leaving_ends_what_runs_in_the_background(tmp_path: Path) -> None:
    with Session(tmp_path) as session:
        session.run(step("sh -c 'echo $$ > pid; exec sleep 60' &"))
        session.run(step("until test -s pid; do sleep 0.05; done"))
        process = int((tmp_path / "pid").read_text())
        assert alive(process)
    assert not alive(process)


def test_control_c_interrupts_after_the_shown_lines(run: Run) -> None:
    outcome = run("echo started; sleep 60; echo never", "started", "^C")
    assert (outcome.lines, outcome.status) == (("started", "^C"), 130)
    assert run("echo alive").lines == ("alive",)


def test_control_c_lets_a_program_say_goodbye(run: Run) -> None:
    program = "sh -c 'trap \"echo bye; exit 0\" INT; echo up; while :; do sleep 0.1; done'"
    outcome = run(program, "up", "^C", "bye")
    assert (outcome.lines, outcome.status) == (("up", "^C", "bye"), 0)


def test_control_c_interrupts_even_if_we_were_started_to_ignore_it(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Session(tmp_path) as session:
            outcome = session.run(step("echo started; sleep 60; echo never", "started", "^C"))
    finally:
        signal.signal(signal.SIGINT, before)
    assert (outcome.lines, outcome.status) == (("started", "^C"), 130)


FAKE_DOCKER = """\
#!/usr/bin/env python3
import os, sys, termios, time
print("tty" if os.isatty(0) and os.isatty(1) else "no tty", *os.get_terminal_size(0) if os.isatty(0) else "")
if "sh" in sys.argv:
    while True:
        line = input("/ # ")
        if line == "exit":
            break
        print("ran", line)
if "debug" in sys.argv:
    sys.stdout.write("debug> ")
    sys.stdout.flush()
    time.sleep(0.5)
    sys.stdout.write("\\r\\x1b[Kbreak in line 6\\r\\ndebug> ")
    termios.tcflush(0, termios.TCIFLUSH)
    print("typed", input())
"""


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "docker"
    program.parent.mkdir()
    program.write_text(FAKE_DOCKER)
    program.chmod(0o755)
    return program.parent


def played(fake: Path, text: str, timeout: float = 20) -> list[Outcome]:
    page = parse("docs/x.md", f"```console\n{text}```\n", lambda path: "")
    assert page.findings == ()
    path = f"{fake}{os.pathsep}{os.environ['PATH']}"
    with Session(fake, environment={"PATH": path}) as session:
        return [session.run(replace(step, timeout=timeout)) for step in page.steps]


def test_an_interactive_command_gets_a_terminal_and_what_the_page_types(fake: Path) -> None:
    text = (
        "$ docker run -it busybox sh\ntty 160 50\n/ # ls\nran ls\n/ # exit\n$ docker ps\nno tty\n"
    )
    first, second = played(fake, text)
    assert first.lines == ("tty 160 50", "/ # ls", "ran ls", "/ # exit")
    assert first.status == 0
    assert second.lines == ("no tty",)


def test_nothing_is_typed_before_what_the_page_shows_has_come(fake: Path) -> None:
    text = "$ docker run -it x debug\ntty 160 50\nbreak in line 6\ndebug> look\ntyped look\n"
    (outcome,) = played(fake, text, timeout=60)
    assert outcome.lines == ("tty 160 50", "break in line 6", "debug> look", "typed look")


def test_a_prompt_that_never_comes_is_told(fake: Path) -> None:
    text = "$ docker run -it busybox sh\n/app # ls\n"
    (outcome,) = played(fake, text, timeout=1)
    assert outcome.status is None
    assert "never showed the prompt '/app #'" in outcome.reason


def alive(process: int) -> bool:
    for _ in range(20):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        stat = Path(f"/proc/{process}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        time.sleep(0.05)
    return True
