from __future__ import annotations

import io
import json
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from linkcheck.__main__ import FINDINGS, FINE, INTERRUPTED, UNUSABLE, check, main
from linkcheck.allowed import Allowance
from linkcheck.cache import Cache
from linkcheck.fetch import Fetcher
from linkcheck.model import Policy, Use
from linkcheck.schedule import SystemClock
from misbehaving_host import Host, Line, Request, in_turn, reply


class Run:
    """Runs the check over some links; keeps what it wrote."""

    def __init__(self, cache: Path, policy: Policy, fetch: Fetcher) -> None:
        self._cache = cache
        self._policy = policy
        self._fetch = fetch
        self.out = ""
        self.err = ""

    def __call__(self, *hrefs: str, allowances: tuple[Allowance, ...] = ()) -> int:
        cache = Cache(self._cache, now=time.time)
        cache.load()
        out, err = io.StringIO(), io.StringIO()
        code = check(
            [Use(href, "docs/a.md", line, 5) for line, href in enumerate(hrefs, start=1)],
            allowances=allowances,
            cache=cache,
            clock=SystemClock(),
            fetch=self._fetch,
            policy=self._policy,
            out=out,
            err=err,
        )
        self.out, self.err = out.getvalue(), err.getvalue()
        return code


@pytest.fixture
def run(tmp_path: Path, policy: Policy, fetch: Fetcher) -> Run:
    return Run(tmp_path / ".cache" / "links.json", policy, fetch)


def test_links_in_order_have_no_finding(host: Host, run: Run) -> None:
    host.paths |= {"/": reply(200), "/p": reply(200, '<h2 id="x">')}
    assert run(host.url("/"), host.url("/p#x")) == FINE
    assert run.out == ""
    assert (
        "2 links to 2 addresses on 1 host: 0 findings. 0 answers from the cache, 2 asked for in"
        in run.err
    )


def test_findings_come_in_the_order_of_the_pages(host: Host, run: Run) -> None:
    host.paths |= {
        "/moved": reply(301, location="/new"),
        "/new": reply(200, '<h2 id="usage">'),
        "/temporary": reply(302, location="/new"),
        "/circle": reply(302, location="/circle"),
        "/ill": reply(500),
    }
    hrefs = [
        host.url(path) for path in ("/ill", "/circle", "/gone", "/moved#usag", "/temporary", "/new")
    ]
    assert run(*hrefs) == FINDINGS
    base = host.url("")
    assert run.out.splitlines() == [
        f"docs/a.md:1:5: unreachable-external-link: '{base}/ill' answers 500 Internal Server Error. "
        "Run `make links` again later. If it stays so, correct the link or remove it.",
        f"docs/a.md:2:5: broken-external-link: '{base}/circle' leads in a circle, by way of "
        f"'{base}/circle'. Correct the link, or remove it.",
        f"docs/a.md:3:5: broken-external-link: '{base}/gone' answers 404 Not Found. "
        "Correct the link, or remove it.",
        f"docs/a.md:4:5: broken-external-fragment: '{base}/moved#usag': the page has no anchor "
        "'#usag'. Did you mean '#usage'?",
        f"docs/a.md:4:5: moved-external-link: '{base}/moved#usag' has moved for good. "
        f"Write '{base}/new#usag'.",
    ]


def test_a_second_run_asks_for_nothing_and_says_the_same(host: Host, run: Run) -> None:
    host.paths |= {"/": reply(200), "/moved": reply(308, location="/")}
    hrefs = [host.url(path) for path in ("/", "/moved", "/gone")]
    run(*hrefs)
    first, asked = run.out, len(host.requests)
    assert run(*hrefs) == FINDINGS
    assert run.out == first
    assert len(host.requests) == asked
    assert "3 answers from the cache, 0 asked for" in run.err


def test_an_ill_host_that_recovers_has_no_finding(host: Host, run: Run) -> None:
    host.paths["/"] = in_turn(reply(500), reply(503, retry_after="0"), reply(200))
    assert run(host.url("/")) == FINE


def interrupt(line: Line, request: Request) -> None:
    """Press Ctrl-C, and leave the one who asked without an answer."""
    main_thread = threading.main_thread().ident
    assert main_thread
    signal.pthread_kill(main_thread, signal.SIGINT)
    line.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send a signal to a thread")
def test_an_interrupted_run_goes_on_where_it_was(host: Host, run: Run) -> None:
    paths = [f"/{number}" for number in range(6)]
    host.paths |= dict.fromkeys(paths, reply(200))
    host.paths["/1"] = reply(404)
    host.paths["/3"] = in_turn(interrupt, reply(200))
    hrefs = list(map(host.url, paths))

    assert run(*hrefs) == INTERRUPTED
    assert run.out.splitlines() == [
        f"docs/a.md:2:5: broken-external-link: '{hrefs[1]}' answers 404 Not Found. "
        "Correct the link, or remove it."
    ]
    assert run.err.splitlines()[-1] == (
        "Interrupted: 3 of 6 addresses answered. Run the same command to go on from there."
    )
    answered = {request.path for request in host.requests} - {"/3"}
    before = len(host.requests)

    assert run(*hrefs) == FINDINGS
    asked_again = {request.path for request in host.requests[before:]}
    assert asked_again == set(paths) - answered
    assert "3 answers from the cache, 3 asked for" in run.err


def test_a_machine_without_a_network_is_said_to_be_so(host: Host, run: Run) -> None:
    host.close()
    assert run(host.url("/1"), host.url("/2")) == FINDINGS
    assert "No host could be reached. Is this machine connected to the web?\n" in run.err


def test_an_allowed_address_is_not_asked_for(host: Host, run: Run) -> None:
    allowance = Allowance(host.url("/*"), "It refuses programs.", "", 3)
    assert run(host.url("/gone"), allowances=(allowance,)) == FINE
    assert host.requests == []


def test_an_allowed_finding_is_not_reported_but_others_are(host: Host, run: Run) -> None:
    host.paths |= {"/moved": reply(301, location="/new"), "/new": reply(200, "<h2 id=y>")}
    allowance = Allowance(host.url("/m*"), "The short form stays.", "moved-external-link", 3)
    assert run(host.url("/moved#x"), allowances=(allowance,)) == FINDINGS
    assert [line.split(": ")[1] for line in run.out.splitlines()] == ["broken-external-fragment"]


def test_an_allowance_that_no_link_needs_is_a_finding(run: Run) -> None:
    assert run(allowances=(Allowance("https://a.dev/", "So.", "", 7),)) == FINDINGS
    assert run.out == (
        "hooks/linkcheck/allowed.toml:7:1: unused-allowance: 'https://a.dev/': "
        "no page links to it. Remove the entry.\n"
    )


def test_a_cache_that_cannot_be_written_stops_nothing(host: Host, run: Run, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way")
    host.paths["/"] = reply(200)
    assert run(host.url("/")) == FINE
    assert ".cache/links.json: the answers cannot be kept: " in run.err


def test_a_damaged_cache_is_said_to_be_so(host: Host, run: Run, tmp_path: Path) -> None:
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "links.json").write_text("{")
    host.paths["/"] = reply(200)
    assert run(host.url("/")) == FINE
    assert "cannot be read: all addresses are asked for again." in run.err


@pytest.fixture
def site(tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write a site of one page; reach all hosts of the web through the host of the test."""
    monkeypatch.setenv("http_proxy", host.url(""))

    def write(markdown: str, *hrefs: str) -> Path:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "index.md").write_text(markdown)
        (tmp_path / "site").mkdir()
        links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
        (tmp_path / "site" / "index.html").write_text(
            f'<link rel="canonical" href="https://me.github.io/site/"><a href="page/">{links}'
        )
        return tmp_path

    return write


def test_the_command_checks_the_built_site(
    site: Callable[..., Path], host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(
        "# Title\n\nSee [this](http://a.dev/gone) and [that](http://b.dev/).\n",
        "http://a.dev/gone",
        "http://b.dev/",
        "http://localhost:8080/",
        "http://me.github.io/site/page/",
    )
    host.paths["http://b.dev/"] = reply(200)
    assert main([], root=root) == FINDINGS
    assert capsys.readouterr().out == (
        "docs/index.md:3:12: broken-external-link: 'http://a.dev/gone' answers 404 Not Found. "
        "Correct the link, or remove it.\n"
    )
    assert {request.path for request in host.requests} == {"http://a.dev/gone", "http://b.dev/"}
    assert host.requests[0].headers["user-agent"] == (
        "docker-for-developers-linkcheck/1.0 (+https://me.github.io/site/)"
    )
    assert list(json.loads((root / ".cache/links.json").read_text())["answers"]) == [
        "http://a.dev/gone",
        "http://b.dev/",
    ]


def test_fresh_means_asked_again(site: Callable[..., Path], host: Host) -> None:
    root = site("[that](http://b.dev/)\n", "http://b.dev/")
    host.paths["http://b.dev/"] = reply(200)
    codes = [main(options, root=root) for options in ([], [], ["--fresh"])]
    assert codes == [FINE, FINE, FINE]
    assert len(host.requests) == 2


def test_a_site_that_is_not_built_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([], root=tmp_path) == UNUSABLE
    assert capsys.readouterr().err == (
        "site/index.html: the site is not built. Run `make build`.\n"
    )


def test_a_malformed_allow_list_is_said_to_be_so(
    site: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = site("# Title\n")
    (root / "hooks/linkcheck").mkdir(parents=True)
    (root / "hooks/linkcheck/allowed.toml").write_text('[[allowed]]\nurl = "https://a.dev/"\n')
    assert main([], root=root) == UNUSABLE
    assert capsys.readouterr().err == (
        "hooks/linkcheck/allowed.toml:1: the entry has no reason. Write one.\n"
    )


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(f"\n  {code} " in text for code in (FINE, FINDINGS, UNUSABLE, INTERRUPTED))
