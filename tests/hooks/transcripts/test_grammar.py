from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcripts.grammar import (
    Page,
    SavedFile,
    Step,
    UnpackedFolder,
    inner_prompt,
    is_incomplete,
    parse,
)


def read(path: str) -> str:
    if path == "assets/examples/Dockerfile":
        return "FROM busybox\n"
    raise FileNotFoundError(path)


def page(text: str) -> Page:
    return parse("docs/page.md", text, read)


def console(*lines: str) -> str:
    return "\n".join(["```console", *lines, "```", ""])


def test_a_transcript_is_commands_and_what_they_print() -> None:
    steps = page(console("$ one", "out 1", "", "out 2", "", "$ two")).steps
    assert [(s.command, s.expected) for s in steps] == [
        ("one", ("out 1", "", "out 2")),
        ("two", ()),
    ]


def test_a_step_knows_where_it_stands() -> None:
    text = 'Text.\n\n=== "Tab"\n\n    ```console\n    $ one\n    out\n    $ two\n    ```\n'
    first, second = page(text).steps
    assert (first.line, first.column, first.first, first.indent) == (6, 5, 7, "    ")
    assert second.line == 8


@pytest.mark.parametrize(
    ("lines", "command"),
    [
        (["$ docker run \\", ">   busybox"], "docker run \\\n  busybox"),
        (["$ echo 'a", "> b'"], "echo 'a\nb'"),
        (["$ cat <<EOF", "> hello", ">", "> EOF"], "cat <<EOF\nhello\n\nEOF"),
        (
            ["$ cat <<'EOF' > x", "> $ not a command", "> EOF"],
            "cat <<'EOF' > x\n$ not a command\nEOF",
        ),
        (["$ for i in 1 2; do", "> echo $i", "> done"], "for i in 1 2; do\necho $i\ndone"),
        (["$ docker ps |", "> wc -l"], "docker ps |\nwc -l"),
    ],
)
def test_a_command_goes_on_while_the_shell_would_ask_for_more(
    lines: list[str], command: str
) -> None:
    result = page(console(*lines, "out"))
    assert result.findings == ()
    assert [(s.command, s.expected) for s in result.steps] == [(command, ("out",))]


def test_output_may_begin_like_a_continuation() -> None:
    (step,) = page(console("$ diff a b", "> only in b")).steps
    assert step.expected == ("> only in b",)


@pytest.mark.parametrize(
    "command",
    [
        "echo it\\'s",
        'echo "it\'s"',
        "docker ps --format '{{.ID}}' # it's a comment",
        "docker ps --format {{.ID}}",
        "echo $(cat <<EOF\nx\nEOF\n)",
        "if true; then echo yes; fi",
        "case x in a) echo;; esac",
        "(cd x && ls) > y",
        "f() { echo hi; }",
        "cat <<< word",
        "echo for done",
        "sleep 1 &",
        "while ! curl -s x; do sleep 1; done",
        "echo $((1 << 2))",
        "cat <<-EOF\n\thello\n\tEOF",
    ],
)
def test_a_complete_command_needs_no_more(command: str) -> None:
    assert not is_incomplete(command)


@pytest.mark.parametrize(
    "command",
    [
        "a \\",
        "echo 'x",
        'echo "x',
        "cat <<EOF\nx",
        "a |",
        "a &&",
        "a ||",
        "(a",
        "if a; then b",
        "{ a;",
    ],
)
def test_an_open_command_needs_more(command: str) -> None:
    assert is_incomplete(command)


def test_the_shown_status_belongs_to_the_command_before() -> None:
    steps = page(console("$ docker run nosuch", "...", "$ echo $?", "125", "$ true")).steps
    assert [s.status for s in steps] == [125, 0, 0]


def test_directives_apply_to_the_next_fence_alone() -> None:
    text = (
        "<!-- transcript: timeout 300, compiles from source -->\n"
        "<!-- transcript: retry 10, the database needs a moment -->\n\n"
        + console("$ one", "$ two", "out")
        + console("$ three")
    )
    result = page(text)
    assert result.findings == ()
    assert [(s.timeout, s.retry) for s in result.steps] == [(300, 0), (300, 10), (60, 0)]


def test_a_skipped_command_keeps_its_reason() -> None:
    (step,) = page("<!-- transcript: skip, needs Docker Desktop -->\n" + console("$ one")).steps
    assert step.skip == "needs Docker Desktop"


def test_a_directive_inside_a_fence_is_text() -> None:
    assert page("```markdown\n<!-- transcript: nonsense -->\n```\n").findings == ()


def test_a_titled_fence_is_a_file_of_the_learner() -> None:
    text = (
        '```dockerfile title="web/Dockerfile"\n--8<-- "assets/examples/Dockerfile"\n```\n'
        + console("$ ls")
    )
    first, _ = page(text).items
    assert first == SavedFile(1, "web/Dockerfile", "FROM busybox\n")


def test_an_example_is_unpacked_before_the_fence() -> None:
    text = "<!-- transcript: unpack assets/examples/shelf, the reader has it -->\n" + console(
        "$ ls"
    )
    [folder, step] = parse("docs/page.md", text, read, digest=lambda name: f"of {name}").items
    assert folder == UnpackedFolder(1, "assets/examples/shelf", "of assets/examples/shelf")
    assert isinstance(step, Step)


@pytest.mark.parametrize("folder", ["shelf", "assets/examples/../../hooks", "/etc"])
def test_only_a_published_example_is_unpacked(folder: str) -> None:
    text = f"<!-- transcript: unpack {folder}, the reader has it -->\n" + console("$ ls")
    [finding] = page(text).findings
    assert "Give a folder below assets/examples/." in finding.message


def test_powershell_is_not_run() -> None:
    assert page("```powershell\nPS> docker ps\n```\n").items == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (console("out", "$ one"), (2, 1), "stands before the first command"),
        (console("$one"), (2, 1), "no space after the '$'"),
        (console("$ one", "$docker ps"), (3, 1), "no space after the '$'"),
        (console(), (1, 1), "the transcript is empty"),
        (console("$ "), (2, 1), "has no command"),
        (console("$ echo 'x", "out"), (2, 1), "is not complete"),
        ("- x\n\n    ```console\n    $ one\n\nText\n", (3, 5), "the fence is not closed"),
        (console("$ false", "$ echo $?"), (3, 1), "shows no exit status"),
        (console("$ false", "$ echo $?", "300"), (3, 1), "shows no exit status"),
        ("<!-- transcript: skip -->\n" + console("$ x"), (1, 1), "gives no reason"),
        ("<!-- transcript: later, why -->\n" + console("$ x"), (1, 1), "is no directive"),
        ("<!-- transcript: retry, why -->\n" + console("$ x"), (1, 1), "needs a number"),
        ("<!-- transcript: skip 5, why -->\n" + console("$ x"), (1, 1), "takes no number"),
        ("<!-- transcript: skip, why -->\nText.\n", (1, 1), "stands before no fence"),
        (
            "  <!-- transcript: retry 5, why -->\n```text\nx\n```\n",
            (1, 3),
            "a fence that is no transcript",
        ),
        ("```bash\n$ docker ps\n```\n", (1, 1), "commands that no test runs"),
        ('```text title="../x"\nx\n```\n', (1, 1), "leads out of the learner's folder"),
        ('```text title="x"\n--8<-- "nosuch"\n```\n', (2, 1), "'nosuch' cannot be read"),
    ],
)
def test_a_malformed_transcript_is_found_at_its_place(
    text: str, place: tuple[int, int], message: str
) -> None:
    (finding,) = page(text).findings
    assert message in finding.message
    assert (finding.path, finding.line, finding.column) == ("docs/page.md", *place)
    assert finding.rule == "malformed-transcript"


@pytest.mark.parametrize(
    ("line", "prompt"),
    [
        ("/ # ls", ("/ #", "ls")),
        ("/app # ls -l", ("/app #", "ls -l")),
        ("~ $ id", ("~ $", "id")),
        ("root@3f2b9c1d7e8a:/# exit", ("root@3f2b9c1d7e8a:/#", "exit")),
        ("node@web:~/app$ npm test", ("node@web:~/app$", "npm test")),
        (">>> 1 + 1", (">>>", "1 + 1")),
        ("postgres=# select 1;", ("postgres=#", "select 1;")),
        ("127.0.0.1:6379> ping", ("127.0.0.1:6379>", "ping")),
        ("(Pdb) p title", ("(Pdb)", "p title")),
        ("(dlv) print title", ("(dlv)", "print title")),
        ("# whoami", ("#", "whoami")),
        ("plain output", None),
        ("...", None),
    ],
)
def test_prompts_inside_a_container_are_known(line: str, prompt: tuple[str, str] | None) -> None:
    assert inner_prompt(line) == prompt


@pytest.mark.parametrize(
    ("lines", "terminal"),
    [
        (["$ docker run -it busybox"], True),
        (["$ docker run --rm -ti busybox"], True),
        (["$ docker exec --interactive --tty web sh"], True),
        (["$ docker compose exec db psql", "postgres=# select 1;"], True),
        (["$ docker compose exec db psql -c 'select 1'", "1"], False),
        (["$ docker run -d nginx"], False),
        (["$ docker build -t web ."], False),
        (["$ docker start -ai web", "/ # exit"], True),
    ],
)
def test_a_command_gets_a_terminal_when_it_asks_for_one(lines: list[str], terminal: bool) -> None:
    (step,) = page(console(*lines)).steps
    assert step.terminal is terminal


@given(st.text(alphabet="$>`~ \n'\"\\|&<{}()abE.-!:,8/=#\t", max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    result = page(text)
    lines = text.split("\n")
    for step in result.steps:
        shown = lines[step.first - 1 : step.first - 1 + len(step.expected)]
        assert [line[len(step.indent) :].rstrip() for line in shown] == list(step.expected)
