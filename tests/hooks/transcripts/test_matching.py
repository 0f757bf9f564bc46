from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transcripts.matching import Rules, align, clean, in_order, matches, merge, normalise, same

COLD = Rules(warm=False)


@pytest.mark.parametrize(
    ("page", "run"),
    [
        pytest.param("3f2b9c1d7e8a", "a1b2c3d4e5f6", id="short ids"),
        pytest.param("0" * 63 + "a", "b" * 63 + "1", id="long ids"),
        pytest.param("web@sha256:" + "a" * 64, "web@sha256:" + "b" * 64, id="digests"),
        pytest.param("sha256:3f2b9c1d7e…", "sha256:a1b2c3d4e5…", id="cut digests"),
        pytest.param("6458b16 Remove the draft", "9924712 Remove the draft", id="commits"),
        pytest.param("Up 3 seconds", "Up About a minute", id="ages"),
        pytest.param("Exited (0) 2 minutes ago", "Exited (0) Less than a second ago", id="exits"),
        pytest.param("2026-11-24T03:16:25.1Z", "2027-01-02T13:16:25.123456789Z", id="ISO dates"),
        pytest.param(
            "2026-11-24 03:16:25 +0000 UTC", "2027-11-24 03:16:25 +0000 UTC", id="Go dates"
        ),
        pytest.param(
            "Date: Tue, 24 Nov 2026 00:12:27 GMT", "Date: Wed, 1 Jan 2031 10:12:27 GMT", id="HTTP"
        ),
        pytest.param("Tue Nov 24 03:16:25 UTC 2026", "Fri Jan  1 13:16:25 UTC 2027", id="date"),
        pytest.param(
            "[24/Nov/2026:03:16:25 +0000] GET", "[25/Dec/2026:03:16:25 +0000] GET", id="log"
        ),
        pytest.param(
            "-rw-r--r-- 1 root Nov 24 03:16 a", "-rw-r--r-- 1 root Jan  1  2027 a", id="ls"
        ),
        pytest.param("real 0m1.204s", "real 0m3.7s", id="durations"),
        pytest.param(
            " 03:40:23 up 39 min,  0 users", " 13:40:23 up 2 days,  1:05,  0 users", id="uptime"
        ),
        pytest.param(" 1211 root     sleep 60", "31738 root     sleep 60", id="ps"),
        pytest.param("17323 17300 httpd", " 2761   201 httpd", id="ps with parents"),
        pytest.param(
            "root  1211  1188  0  03:40  ?  00:00:00  sleep",
            "root  31738  31700  1  13:05  ?  00:00:09  sleep",
            id="docker top",
        ),
        pytest.param("Mem:    24106   564   19786", "Mem:    7951   2012   3110", id="free"),
        pytest.param("took 12ms", "took 1.5s", id="units of time"),
        pytest.param("0.01% of CPU", "12.5% of CPU", id="percentages"),
        pytest.param("inet 172.17.0.2/16", "inet 172.18.0.5/16", id="addresses"),
        pytest.param("ether 02:42:ac:11:00:02", "ether fe:00:ac:11:00:09", id="MAC addresses"),
        pytest.param("127.0.0.1:32768", "127.0.0.1:49153", id="chosen ports"),
        pytest.param("[::]:32768->80/tcp", "[::]:49153->80/tcp", id="chosen ports, IPv6"),
        pytest.param("Server: nginx/1.29.1", "Server: nginx/1.26.3", id="versions"),
        pytest.param("Python 3.13.5", "Python 3.13.11", id="versions of languages"),
        pytest.param("go version go1.24.4 linux/amd64", "go version go1.24.9 linux/amd64", id="go"),
        pytest.param(
            "Docker version 28.5.2, build 9cc6dea",
            "Docker version 29.1.0, build 1234abc",
            id="Docker's",
        ),
        pytest.param("web  Up   x", "web      Up x", id="columns"),
        pytest.param("quirky_euler", "happy_hopper", id="given names"),
        pytest.param("------", "------------", id="rules"),
        pytest.param("12.5MiB / 64MiB", "3.2MiB / 64MiB", id="use of memory"),
    ],
)
def test_what_varies_from_run_to_run_is_equal(page: str, run: str) -> None:
    assert same(page, run)


@pytest.mark.parametrize(
    ("page", "run"),
    [
        ("Exited (0) 2 minutes ago", "Exited (1) 2 minutes ago"),
        ("0.0.0.0:8080->80/tcp", "0.0.0.0:8081->80/tcp"),
        ("127.0.0.1", "0.0.0.0"),
        ("nginx:1.27.0", "nginx:1.28.0"),
        ("web", "db"),
        ("    image: nginx", "  image: nginx"),
        ("Up 3 seconds (healthy)", "Up 3 seconds (health: starting)"),
        ("20 packets", "30 packets"),
        ("    1 root     sleep 60", "   12 root     sleep 60"),
        ("    1 root     sleep 60", "    1 nobody   sleep 60"),
        ("17323 17300 httpd", "17323 17300 nginx"),
        ("docker_gwbridge", "docker_bridge"),
    ],
)
def test_what_a_page_teaches_is_compared(page: str, run: str) -> None:
    assert not same(page, run)


@pytest.mark.parametrize(
    ("page", "run", "equal"),
    [
        ("size 100MB", "size 120MB", True),
        ("size 100MB", "size 140MB", False),
        ("size 1.02kB", "size 3.1kB", True),
        ("size 0B", "size 1kB", False),
        ("size 0B", "size 0B", True),
        ("size 1GiB", "size 1.07GB", True),
        ("size 1GB", "size 1MB", False),
        ("12kB and 5MB", "12kB and 9MB", False),
    ],
)
def test_sizes_are_compared_with_a_tolerance(page: str, run: str, equal: bool) -> None:
    assert same(page, run) is equal
    assert same(run, page) is equal


@pytest.mark.parametrize(
    ("page", "run", "equal"),
    [
        ("Step one...", "Step one and more", True),
        ("Step one...", "Step two", False),
        ("FROM nginx@sha256:3f2b...", "FROM nginx@sha256:" + "a" * 64, True),
        ("FROM nginx@sha...", "FROM nginx@sha256:" + "a" * 64, True),
        ("id 3f2b...", "id a1b2c3d4e5f6", True),
        ("id 3f2b...", "name a1b2c3d4e5f6", False),
        ("size 100MB and...", "size 300MB and more", False),
        ("Waiting...", "Waiting...", True),
    ],
)
def test_dots_at_the_end_stand_for_the_rest_of_the_line(page: str, run: str, equal: bool) -> None:
    assert matches([page], [run]) is equal


@pytest.mark.parametrize(
    ("page", "run", "equal"),
    [
        (["..."], [], True),
        (["...", "b"], ["a", "b"], True),
        (["...", "b"], ["b"], True),
        (["a", "..."], ["a"], True),
        (["a", "...", "c"], ["a", "b", "b", "c"], True),
        (["a", "...", "c"], ["a", "b"], False),
        (["a", "...", "b", "...", "c"], ["a", "c", "b", "x", "c"], True),
        (["a", "...", "b"], ["a", "b", "c"], False),
        (["a"], ["a", "b"], False),
        ([], ["a"], False),
    ],
)
def test_dots_alone_stand_for_any_lines(page: list[str], run: list[str], equal: bool) -> None:
    assert matches(page, run) is equal


BUILD = """\
#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 98B done
#1 DONE 0.0s

#5 [web 1/2] FROM docker.io/library/busybox:latest@sha256:1234
#5 resolve docker.io/library/busybox:latest@sha256:1234 0.0s done
#5 DONE 0.1s

#6 [web 2/2] RUN echo hello
#6 ...

#7 [db 2/2] RUN echo data
#7 0.213 data
#7 DONE 0.4s

#6 [web 2/2] RUN echo hello
#6 0.101 hello
#6 DONE 0.3s
""".splitlines()


def test_the_steps_of_a_build_may_come_in_another_order() -> None:
    page = [
        "...",
        "#9 [db 2/2] RUN echo data",
        "#9 0.3 data",
        "...",
        "#4 [web 2/2] RUN echo hello",
        "...",
    ]
    assert matches(page, BUILD, COLD)


def test_the_clock_of_a_build_varies() -> None:
    assert matches(["#5 0.213 done"], ["#7 11.70 done"], COLD)


def test_a_step_of_a_build_that_is_not_there_is_missed() -> None:
    assert not matches(["...", "#4 [web 2/2] RUN echo bye", "..."], BUILD, COLD)


def test_a_build_shown_whole_has_no_other_step() -> None:
    assert matches(BUILD, BUILD[::1], COLD)
    assert not matches([line for line in BUILD if "#7" not in line], BUILD, COLD)


def test_the_cache_counts_as_done_on_a_warm_engine_only() -> None:
    page = ["...", "#3 [1/1] RUN echo hello", "#3 0.1 hello", "#3 DONE 0.3s", "..."]
    run = ["#0 building", "#7 [1/1] RUN echo hello", "#7 CACHED"]
    assert matches(page, run, Rules(warm=True))
    assert not matches(page, run, COLD)


def test_a_page_may_elide_a_whole_build() -> None:
    assert matches(
        ["...", "#9 naming to docker.io/library/web:latest done", "..."],
        [*BUILD, "#8 naming to docker.io/library/web:latest done"],
        COLD,
    )
    assert matches(["..."], BUILD)


COMPOSE = [
    " Network shelf_default  Creating",
    " Network shelf_default  Created",
    " Container shelf-db-1  Creating",
    " Container shelf-web-1  Creating",
    " Container shelf-web-1  Created",
    " Container shelf-db-1  Created",
]


def test_the_services_of_compose_may_come_in_another_order() -> None:
    page = [*COMPOSE[:2], COMPOSE[2], COMPOSE[5], COMPOSE[3], COMPOSE[4]]
    assert matches(page, COMPOSE)
    assert not matches(COMPOSE[:4], COMPOSE)


def test_the_logs_of_services_may_be_interleaved() -> None:
    page = ["db-1  | ready", "web-1  | one", "web-1  | two"]
    run = ["web-1 | one", "db-1  | ready", "web-1 | two"]
    assert matches(page, run)
    assert not matches(page, [run[2], run[1], run[0]])


PULL = [
    "Unable to find image 'nginx:latest' locally",
    "latest: Pulling from library/nginx",
    "3f2b9c1d7e8a: Pulling fs layer",
    "3f2b9c1d7e8a: Pull complete",
    "Digest: sha256:" + "a" * 64,
    "Status: Downloaded newer image for nginx:latest",
    "hello",
]


def test_an_image_that_is_there_already_need_not_be_pulled() -> None:
    assert matches(PULL, ["hello"])
    assert matches(["hello"], PULL)
    assert (
        matches(
            PULL, [*PULL[1:2], PULL[4], "Status: Image is up to date for nginx:latest", "hello"]
        )
        is False
    )
    assert matches([*PULL[1:2], *PULL[4:]], PULL)


def test_another_image_that_is_pulled_is_noticed() -> None:
    assert not matches([line.replace("nginx", "httpd") for line in PULL], PULL)


def test_large_process_numbers_vary_and_small_ones_do_not() -> None:
    page = [
        "UID   PID   PPID  C  STIME  TTY  TIME      CMD",
        "root  4711  4690  0  03:16  ?    00:00:00  sleep",
    ]
    run = [
        "UID  PID  PPID  C  STIME  TTY  TIME      CMD",
        "root 31415 31400 0 13:16 ? 00:00:00 sleep",
    ]
    assert matches(page, run)
    assert not matches(["PID USER COMMAND", "1 root sleep"], ["PID USER COMMAND", "7 root sleep"])


@pytest.mark.parametrize(
    ("output", "lines"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("\n\none  \n\n", ["one"]),
        ("10%\r50%\r100%\ndone\n", ["100%", "done"]),
        ("\x1b[1;31mred\x1b[0m\n", ["red"]),
        ("ab\b\bcd\n", ["cd"]),
        ("\x1b]0;title\x07text\n", ["text"]),
        (">>> \x1b[4D>>> 1\x1b[5D\x1b[5C\n\r2\n", [">>> 1", "2"]),
        ("long line\r\x1b[Kshort\n", ["short"]),
    ],
)
def test_output_is_read_as_a_terminal_shows_it(output: str, lines: list[str]) -> None:
    assert clean(output) == lines


def test_merging_keeps_what_is_right_and_the_elisions() -> None:
    page = ["CONTAINER ID   NAMES", "3f2b9c1d7e8a   web", "...", "old line", "last 3 seconds ago"]
    run = ["CONTAINER ID  NAMES", "a1b2c3d4e5f6  web", "x", "y", "new line", "last 9 seconds ago"]
    assert merge(page, run) == [
        "CONTAINER ID   NAMES",
        "3f2b9c1d7e8a   web",
        "...",
        "new line",
        "last 3 seconds ago",
    ]


def test_merging_writes_what_a_placeholder_stands_for() -> None:
    assert merge(["?"], ["one", "two"]) == ["one", "two"]


def test_merging_leaves_a_page_that_is_right_alone() -> None:
    page = ["...", "#9 [db 2/2] RUN echo data", "..."]
    assert merge(page, BUILD) == page


def test_alignment_puts_equal_lines_beside_each_other() -> None:
    pairs = align(["a", "b", "c"], ["a", "x", "c", "d"])
    assert [(p.expected, p.actual, p.equal) for p in pairs] == [
        ("a", "a", True),
        ("b", "x", False),
        ("c", "c", True),
        (None, "d", False),
    ]


lines = st.lists(
    st.one_of(
        st.text(
            alphabet=st.characters(exclude_characters="\n\r\x1b", exclude_categories=["Cs"]),
            max_size=40,
        ),
        st.sampled_from([*BUILD, *COMPOSE, *PULL, "...", "x...", "a  b", "1.5MB", "web-1 | x"]),
    ),
    max_size=12,
)


@given(lines)
def test_every_output_matches_itself(output: list[str]) -> None:
    assert matches(output, output)
    assert matches(output, list(output), COLD)


@given(lines, lines)
def test_an_elision_matches_every_output(before: list[str], after: list[str]) -> None:
    del after
    assert matches(["..."], before)


@given(lines, lines)
def test_comparing_never_fails_and_merging_makes_it_match(page: list[str], run: list[str]) -> None:
    matches(page, run)
    align(page, run)
    if "..." not in "".join(page) and not any(line.startswith("#") for line in [*page, *run]):
        assert matches(merge(page, run), run)


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(line: str) -> None:
    once = normalise(line).text
    assert normalise(once).text == once


@given(st.text(max_size=300))
def test_any_output_is_cleaned_to_lines_without_controls(output: str) -> None:
    for line in clean(output):
        assert not set(line) & {"\n", "\x1b"}
        assert line == line.rstrip()


def test_a_long_line_is_normalised() -> None:
    line = "a1" * 50_000 + " 1" * 50_000
    assert normalise(line).text


def test_build_output_is_put_in_the_order_of_its_steps() -> None:
    ordered = in_order(BUILD)
    assert ordered.index("#6 DONE 0.3s") < ordered.index("#7 DONE 0.4s")


def test_elisions_in_a_table_of_processes_stay_elisions() -> None:
    assert matches(
        ["PID   USER COMMAND", "1 root sleep", "..."],
        ["PID USER COMMAND", "1 root sleep", "14 root ps"],
    )


def test_a_row_of_a_table_of_processes_may_end_in_an_elision() -> None:
    header = "UID   PID   PPID  C  STIME  TTY  TIME      CMD"
    run = [header, "root 11996 11972 8 04:33 ? 00:00:00 nginx"]
    assert matches([header, "root ..."], run)


def test_alignment_and_comparison_agree_about_builds_and_tables() -> None:
    page = ["PID USER COMMAND", "4711 root sleep", "", "#5 [1/2] FROM busybox", "#5 DONE 0.1s"]
    run = ["PID USER COMMAND", "31415 root sleep", "", "#7 [1/2] FROM busybox", "#7 CACHED"]
    assert matches(page, run)
    assert all(pair.equal for pair in align(page, run))
