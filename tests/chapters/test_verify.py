"""How a page is run and what a writer is told, against an engine made of dictionaries."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chapters import verify
from chapters.engine import Engine, EngineError
from chapters.fake_engine import State, fake_engine
from chapters.session import Outcome
from chapters.verify import (
    Result,
    UnsteadyPageWarning,
    Watcher,
    compare,
    judge,
    rewrite,
    run_page,
    run_page_twice,
    select,
    tell,
    undisturbed,
)
from transcripts.grammar import Page, Step, parse
from transcripts.matching import Rules


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Engine, State]]:
    with fake_engine(tmp_path) as (engine, state):
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        yield engine, state


@pytest.fixture
def engine(fake: tuple[Engine, State]) -> Engine:
    return fake[0]


@pytest.fixture
def state(fake: tuple[Engine, State]) -> State:
    return fake[1]


def page(*lines: str) -> Page:
    result = parse("docs/run/page.md", "\n".join(["```console", *lines, "```"]), lambda path: "")
    assert result.findings == ()
    return result


def test_a_page_that_does_what_it_says_is_sound(engine: Engine) -> None:
    report = run_page(page("$ docker create web", "0" * 63 + "1", "$ docker rm web", "web"), engine)
    assert report.sound
    assert tell(report).startswith("docs/run/page.md: ok: 2 commands, ")


def test_a_broken_command_is_told_with_its_place_and_output(engine: Engine) -> None:
    told = tell(run_page(page("$ true", "$ docker rm web", "$ docker ps", "$ true"), engine))
    assert "docs/run/page.md:3:1: transcript: it ended with status 1" in told
    assert "$ docker rm web" in told
    assert "No such container: web" in told
    assert "2 commands after line 3 were not run" in told
    assert "docs/run/page.md: 1 wrong: 2 commands" in told


def test_a_page_that_fails_once_is_right_and_its_writer_is_warned(
    engine: Engine, tmp_path: Path
) -> None:
    unsteady = page(f"$ cat {tmp_path}/ran || touch {tmp_path}/ran /no/such/folder")
    with pytest.warns(
        UnsteadyPageWarning, match=r"page\.md:2:1: transcript: it ended with status 1"
    ):
        assert run_page_twice(unsteady, engine).sound


def test_a_page_that_fails_twice_is_wrong(engine: Engine, tmp_path: Path) -> None:
    report = run_page_twice(page(f"$ echo >> {tmp_path}/ran; false"), engine)
    assert not report.sound
    assert (tmp_path / "ran").read_text(encoding="utf-8") == "\n\n"


def test_a_page_that_is_right_runs_once(engine: Engine, tmp_path: Path) -> None:
    assert run_page_twice(page(f"$ echo >> {tmp_path}/ran"), engine).sound
    assert (tmp_path / "ran").read_text(encoding="utf-8") == "\n"


def test_a_wrong_output_is_shown_beside_the_right_one(engine: Engine) -> None:
    report = run_page(page("$ echo hello", "hallo", "$ echo more", "more"), engine)
    told = tell(report, width=100)
    assert "docs/run/page.md:2:1: transcript: it prints something else" in told
    assert "- page  hallo" in told
    assert "+ ran   hello" in told
    assert report.executed == 2


def test_a_hanging_command_is_ended_and_told(engine: Engine) -> None:
    text = "<!-- transcript: timeout 1, it hangs -->\n```console\n$ docker hang\n$ docker ps\n```\n"
    told = tell(run_page(parse("docs/page.md", text, lambda path: ""), engine))
    assert "docs/page.md:3:1: transcript: it had not ended after 1 s and was killed" in told
    assert "1 command after line 3 was not run" in told


def test_a_page_that_leaves_something_is_told_what_and_it_is_removed(
    engine: Engine, state: State
) -> None:
    report = run_page(
        page(
            "$ docker create web",
            "$ docker network create front",
            "$ docker volume create data",
            "$ docker pull nginx",
            "$ docker tag nginx:latest mine",
        ),
        engine,
    )
    assert not report.sound
    told = tell(report)
    assert (
        "after the page this is left: container 'web', volume 'data', network 'front', "
        "image 'mine:latest'. Remove it in the page's own 'Clean up'" in told
    )
    assert state.names() == {
        "container": set(),
        "network": set(),
        "volume": set(),
        "image": {"nginx:latest"},  # from a registry: it may stay
    }


class Interrupt(Watcher):
    """Presses Ctrl-C after the first command."""

    def ran(self, result: Result) -> None:
        raise KeyboardInterrupt


def test_an_interrupted_page_leaves_nothing(engine: Engine, state: State) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_page(page("$ docker create web", "$ docker ps"), engine, Interrupt())
    assert state.container == {}


def test_control_c_ends_a_running_command_and_what_it_started(engine: Engine, state: State) -> None:
    running = page("$ docker create web", "$ sleep 61.5 | cat", "$ docker rm web")
    timer = threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        run_page(running, engine)
    assert state.container == {}
    processes = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True)
    assert "sleep 61.5" not in processes.stdout.splitlines()


def test_another_control_c_does_not_stop_the_removal() -> None:
    with undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_page_that_breaks_off_leaves_nothing_and_is_not_blamed(
    engine: Engine, state: State
) -> None:
    report = run_page(page("$ docker create web", "$ false", "$ docker rm web"), engine)
    assert state.container == {}
    assert report.leftovers == ()


def foreign(state: State) -> dict[str, set[str]]:
    for kind, name in [
        ("container", "theirs"),
        ("network", "their-net"),
        ("volume", "their-data"),
        ("image", "their-image:latest"),
    ]:
        state.make(kind, name)
    return state.names()


@pytest.mark.parametrize(
    "command",
    [
        "docker rm theirs",
        "docker network rm their-net",
        "docker volume rm their-data",
        "docker create web their-data",
        "docker prune containers",
        "docker prune volumes",
        "docker prune networks",
        "docker prune images",
        "docker prune build",
    ],
)
def test_what_others_have_on_the_engine_is_out_of_reach(
    engine: Engine, state: State, command: str
) -> None:
    before = foreign(state)
    report = run_page(page(f"$ {command}"), engine)
    assert state.names() == before
    assert "not this page's" in tell(report)


def test_an_engine_of_the_tests_own_may_be_pruned(engine: Engine, state: State) -> None:
    foreign(state)
    report = run_page(page("$ docker prune images"), replace(engine, own=True))
    assert report.sound
    assert state.image == {}


@pytest.mark.parametrize(
    "command", ["docker rmi their-image", "docker tag nginx:latest their-image"]
)
def test_a_name_of_an_image_that_a_page_takes_is_given_back(
    engine: Engine, state: State, command: str
) -> None:
    before = foreign(state)
    image = state.image["their-image:latest"]
    state.make("image", "nginx:latest")
    run_page(page(f"$ {command}"), engine)
    assert state.image["their-image:latest"] == image
    assert state.names() == {**before, "image": {"their-image:latest", "nginx:latest"}}


def test_what_others_make_meanwhile_is_neither_removed_nor_blamed(
    engine: Engine, state: State
) -> None:
    class Meanwhile(Watcher):
        def ran(self, result: Result) -> None:
            foreign(state)

    report = run_page(page("$ docker create web", "$ docker rm web", "web"), engine, Meanwhile())
    assert report.sound
    assert all(state.names().values())


def test_a_name_that_is_taken_stops_the_page(engine: Engine, state: State) -> None:
    state.make("container", "web")
    report = run_page(page("$ docker create web", "$ docker rm web"), engine)
    assert "already in use" in tell(report)
    assert set(state.container) == {"web"}


def test_an_expected_failure_shows_its_status(engine: Engine) -> None:
    report = run_page(page("$ docker rm web", "Error...", "$ echo $?", "1", "$ true"), engine)
    assert report.sound


def test_retrying_repeats_the_last_command_until_it_matches(engine: Engine) -> None:
    text = (
        "<!-- transcript: retry 10, it needs a moment -->\n```console\n"
        "$ (sleep 1; touch ready) &\n$ ls\nready\n```\n"
    )
    assert run_page(parse("docs/page.md", text, lambda path: ""), engine).sound


def test_a_skipped_command_is_counted_and_not_run(engine: Engine, state: State) -> None:
    text = "<!-- transcript: skip, why -->\n```console\n$ docker create web\n```\n"
    report = run_page(parse("docs/page.md", text, lambda path: ""), engine)
    assert (report.executed, report.skipped, report.sound) == (0, 1, True)
    assert "0 commands, 1 skipped" in tell(report)


def test_files_that_the_learner_saves_are_there(engine: Engine) -> None:
    text = '```html title="web/index.html"\n<h1>hi</h1>\n```\n\n```console\n$ cat web/index.html\n<h1>hi</h1>\n```\n'
    assert run_page(parse("docs/page.md", text, lambda path: ""), engine).sound


def test_a_pages_home_is_not_the_persons(engine: Engine) -> None:
    report = run_page(page("$ cd ~; pwd", "/home/you", "$ touch ~/x"), engine)
    assert report.sound


def test_a_page_is_in_a_folder_of_its_own_name(engine: Engine) -> None:
    assert run_page(page("$ pwd", "/home/you/page", "$ ls -A"), engine).sound


@pytest.mark.parametrize("printed", [("/ #",), ("/ #", "^P^Q")])
def test_a_key_that_is_pressed_may_be_echoed_or_not(printed: tuple[str, ...]) -> None:
    step = Step(1, 1, "docker run -it busybox sh", ("/ #", "^P^Q"), 2)
    assert judge(step, Outcome(printed, 0, 0.0), Rules()).problem == ""


def test_outputs_stand_side_by_side_where_there_is_room() -> None:
    wide = compare(["one", "two"], ["one", "three"], Rules(), 140)
    assert any(line.startswith("  ! two") and "| three" in line for line in wide)
    narrow = compare(["one", "two"], ["one", "three"], Rules(), 80)
    assert narrow == ["          one", "  - page  two", "  + ran   three"]


def test_a_page_that_went_astray_does_not_bury_its_writer() -> None:
    told = compare(["one"], [f"line {n}" for n in range(5000)], Rules(), 80)
    assert len(told) < 100
    assert "more lines" in told[-1]


RECORDED = """\
# Title

1. Step

    ```console
    $ printf 'a\\nnew\\nlast 3s\\n'
    ...
    old
    last 9s
    $ echo kept
    ```

```console
$ echo right
right
```
"""


def test_recording_replaces_only_what_differs(engine: Engine) -> None:
    page = parse("docs/page.md", RECORDED, lambda path: "")
    report = run_page(page, engine)
    new = rewrite(RECORDED, report.results, Rules())
    assert new == RECORDED.replace("    old\n", "    new\n")


def test_recording_leaves_a_page_that_is_right_alone(engine: Engine) -> None:
    text = RECORDED.replace("    old\n", "    new\n")
    report = run_page(parse("docs/page.md", text, lambda path: ""), engine)
    assert rewrite(text, report.results, Rules()) == text


@pytest.mark.parametrize("printed", ["/ #", "other #"])
def test_recording_keeps_the_key_that_is_pressed(printed: str) -> None:
    text = "```console\n$ docker run -it busybox sh\n/ #\n^P^Q\n```\n"
    (step,) = parse("docs/page.md", text, lambda path: "").steps
    result = judge(step, Outcome((printed,), 0, 0.0), Rules())
    assert rewrite(text, [result], Rules()) == text.replace("/ #", printed)


def test_recording_keeps_the_ends_of_lines(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(RECORDED.replace("\n", "\r\n").encode())
    report = run_page(parse("docs/page.md", RECORDED, lambda path: ""), engine)
    assert verify.record_page(path, report, Rules()) == 1
    wanted = RECORDED.replace("    old\n", "    new\n").replace("\n", "\r\n")
    assert path.read_bytes().decode() == wanted


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("run/lifecycle.md", "run/ports.md", "start/index.md"):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("```console\n$ true\n```\n")
    (tmp_path / "docs" / "prose.md").write_text("No transcripts.\n")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("run/lifecycle", ["run/lifecycle.md"]),
        ("docs/run/lifecycle.md", ["run/lifecycle.md"]),
        ("start", ["start/index.md"]),
        ("run", ["run/lifecycle.md", "run/ports.md"]),
        ("", ["run/lifecycle.md", "run/ports.md", "start/index.md"]),
    ],
)
def test_pages_are_selected_by_their_names(root: Path, name: str, found: list[str]) -> None:
    names = [name] if name else []
    paths = select(names, root)
    assert [path.relative_to(root / "docs").as_posix() for path in paths] == found


def test_a_page_that_is_not_there_is_told(root: Path) -> None:
    with pytest.raises(EngineError, match="there is no page 'nosuch'"):
        select(["nosuch"], root)


@pytest.fixture
def site(root: Path, engine: Engine) -> Callable[..., int]:
    (root / "assets").mkdir()
    return lambda *arguments: verify.main(arguments, root=root, engine=engine)


def test_a_whole_run_writes_the_record(
    site: Callable[..., int], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site() == 0
    assert "3 pages, 3 commands executed, 0 skipped" in capsys.readouterr().out
    text = (root / "assets/verified.json").read_text()
    assert '"docs/run/lifecycle.md": {"hash": "sha256:' in text
    assert '"engine": "1.2.3"' in text
    assert '"images": "stand-ins"' in text
    assert site("--check") == 0


def test_a_page_changed_since_its_run_is_stale(
    site: Callable[..., int], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site()
    (root / "docs/run/ports.md").write_text("```console\n$ echo\n```\n")
    capsys.readouterr()
    assert site("--check") == 1
    assert "docs/run/ports.md: stale-record: changed since" in capsys.readouterr().out
    assert site("run/ports", "--renew") == 0
    assert site("--check") == 0


def test_a_page_that_fails_loses_its_entry(site: Callable[..., int], root: Path) -> None:
    site()
    (root / "docs/run/ports.md").write_text("```console\n$ false\n```\n")
    assert site() == 1
    assert "ports" not in (root / "assets/verified.json").read_text()


def test_a_malformed_page_is_told_and_not_run(
    site: Callable[..., int], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "docs/run/ports.md").write_text("```console\nout\n```\n")
    assert site("run/ports") == 1
    assert "docs/run/ports.md:2:1: malformed-transcript:" in capsys.readouterr().out


def test_without_an_engine_the_reason_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    monkeypatch.setattr("shutil.which", lambda name: "/bin/docker")
    assert verify.main(["index"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "no Docker Engine answers" in lines[0]
