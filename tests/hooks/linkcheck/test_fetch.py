from __future__ import annotations

import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event, Thread

import pytest
import trustme
from linkcheck.fetch import Fetcher
from linkcheck.model import Ask, Failure, Policy, Reply, Trouble
from misbehaving_host import Host, Line, Request, Script, raw, reply

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture(scope="module")
def impatient() -> Fetcher:
    policy = Policy(connect=1, read=0.1, total=0.2)
    return Fetcher(policy, user_agent="test", now=time.time)


def ask(host: Host, path: str = "/", *anchors: str, method: str = "GET") -> Ask:
    return Ask(method, host.url(path), frozenset(anchors))


def failure(outcome: Reply | Failure) -> Failure:
    assert isinstance(outcome, Failure), outcome
    return outcome


def page(outcome: Reply | Failure) -> Reply:
    assert isinstance(outcome, Reply), outcome
    return outcome


@pytest.mark.parametrize("status", [200, 204, 301, 404, 418, 500, 599])
@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_status_is_reported(host: Host, fetch: Fetcher, status: int, method: str) -> None:
    host.paths["/"] = reply(status)
    assert page(fetch(ask(host, method=method))).status == status


def test_who_asks_says_so(host: Host, fetch: Fetcher) -> None:
    fetch(ask(host))
    assert host.requests[0].headers["user-agent"] == "test (+https://site.example/)"


def test_a_redirect_is_not_followed(host: Host, fetch: Fetcher) -> None:
    host.paths["/"] = reply(301, location="/there")
    assert page(fetch(ask(host))).location == "/there"
    assert len(host.requests) == 1


def test_a_failed_request_is_not_repeated(host: Host, fetch: Fetcher) -> None:
    host.paths["/"] = lambda line, request: line.reset()
    fetch(ask(host))
    assert host.asked("/") == ["GET"]


def hang(line: Line, request: Request) -> None:
    line.wait()


def trickle_head(line: Line, request: Request) -> None:
    line.trickle(HTML + b"X: " + b"x" * 1000, every=0.02)


def trickle_body(line: Line, request: Request) -> None:
    line.send(HTML + b"\r\n")
    line.trickle(b"x" * 1000, every=0.02)


def reset(line: Line, request: Request) -> None:
    line.reset()


def reset_in_body(line: Line, request: Request) -> None:
    line.send(HTML + b"Content-Length: 5000\r\n\r\n<p>begin")
    time.sleep(0.02)
    line.reset()


@pytest.mark.parametrize(
    ("script", "trouble", "words"),
    [
        pytest.param(reset, Trouble.CONNECTION, "closed the connection", id="reset"),
        pytest.param(raw(b""), Trouble.CONNECTION, "closed the connection", id="nothing"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9\r\n"), Trouble.PROTOCOL, "not HTTP", id="not HTTP"),
        pytest.param(raw(b"\x00\xff" * 50), Trouble.PROTOCOL, "not HTTP", id="garbage"),
        pytest.param(
            raw(b"HTTP/1.1 " + b"2" * 70_000), Trouble.PROTOCOL, "not HTTP", id="long line"
        ),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
            Trouble.PROTOCOL,
            "not HTTP",
            id="too many headers",
        ),
        pytest.param(
            raw(HTML + b"Content-Length: 5000\r\n\r\n<p>begin"),
            Trouble.PROTOCOL,
            "broke off",
            id="shorter than said",
        ),
        pytest.param(
            raw(HTML + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>be\r\n"),
            Trouble.PROTOCOL,
            "broke off",
            id="chunks without end",
        ),
        pytest.param(
            raw(HTML + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>be\r\n0\r\n\r\n"),
            Trouble.PROTOCOL,
            "broke off",
            id="chunked garbage",
        ),
        pytest.param(
            reset_in_body, Trouble.CONNECTION, "closed the connection", id="reset in body"
        ),
        pytest.param(
            reply(200, b"not gzip at all", content_encoding="gzip"),
            Trouble.PROTOCOL,
            "compression is broken",
            id="broken gzip",
        ),
    ],
)
def test_a_misbehaving_host_is_described(
    host: Host, fetch: Fetcher, script: Script, trouble: Trouble, words: str
) -> None:
    host.paths["/"] = script
    outcome = failure(fetch(ask(host, "/", "wanted")))
    assert outcome.trouble == trouble
    assert words in outcome.detail


@pytest.mark.parametrize(
    ("script", "read", "total", "words"),
    [
        # One limit far above the other: on a busy machine, either may be noticed late.
        pytest.param(hang, 0.1, 60, "sent nothing for 0.1 s", id="silence"),
        pytest.param(trickle_head, 60, 0.2, "no whole answer within 0.2 s", id="slow head"),
        pytest.param(trickle_body, 60, 0.2, "no whole answer within 0.2 s", id="slow body"),
    ],
)
def test_a_slow_host_is_left_in_time(
    host: Host, script: Script, read: float, total: float, words: str
) -> None:
    host.paths["/"] = script
    fetch = Fetcher(Policy(read=read, total=total), user_agent="test", now=time.time)
    outcome = failure(fetch(ask(host, "/", "wanted")))
    assert (outcome.trouble, words in outcome.detail) == (Trouble.TIME, True)


def test_a_page_longer_than_said_is_read_as_far_as_said(host: Host, fetch: Fetcher) -> None:
    host.paths["/"] = raw(HTML + b'Content-Length: 5\r\n\r\n<p id="a"></p><p id="b">')
    assert page(fetch(ask(host, "/", "a", "b"))).page.missing == {"a": "", "b": ""}


def test_only_the_head_is_read_where_no_anchor_is_wanted(host: Host, fetch: Fetcher) -> None:
    host.paths["/"] = raw(HTML + b"Content-Length: 5000\r\n\r\n<p>begin")
    assert page(fetch(ask(host))).status == 200


def test_a_page_is_left_once_its_anchors_are_found(host: Host, fetch: Fetcher) -> None:
    def script(line: Line, request: Request) -> None:
        line.send(HTML + b'\r\n<h2 id="wanted">')
        line.wait()

    host.paths["/"] = script
    assert page(fetch(ask(host, "/", "wanted"))).page.missing == {}


def test_a_closed_port_takes_no_connection(fetch: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert failure(fetch(Ask("GET", f"http://127.0.0.1:{port}/"))).trouble == Trouble.CONNECTION


@pytest.mark.parametrize(
    ("code", "trouble", "detail"),
    [
        (socket.EAI_NONAME, Trouble.HOST, "has a host whose name is not known"),
        (socket.EAI_AGAIN, Trouble.CONNECTION, "has a host whose name could not be looked up"),
    ],
    ids=["no such name", "nobody to ask"],
)
def test_an_unknown_name_is_told_from_a_missing_network(
    fetch: Fetcher, monkeypatch: pytest.MonkeyPatch, code: int, trouble: Trouble, detail: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "…")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    outcome = failure(fetch(Ask("GET", "http://no-such-host.dev/")))
    assert (outcome.trouble, outcome.detail) == (trouble, detail)


def test_a_host_that_takes_no_connection_in_time_is_left(
    fetch: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def time_out(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("urllib3.util.connection.create_connection", time_out)
    outcome = failure(fetch(Ask("GET", "http://127.0.0.1/")))
    assert outcome.detail == "took no connection within 5 s"


def test_a_huge_page_is_read_to_the_limit(host: Host, fetch: Fetcher) -> None:
    def script(line: Line, request: Request) -> None:
        line.send(HTML + b"\r\n")
        for _ in range(20):
            line.send(b"text " * 20_000)

    host.paths["/"] = script
    outcome = page(fetch(ask(host, "/", "wanted")))
    assert outcome.page.missing == {"wanted": ""}
    assert not outcome.page.complete


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_does_not_go_off(host: Host, fetch: Fetcher, encoding: str) -> None:
    body = b"\0" * 50_000_000
    for _ in encoding.split(","):
        packer = zlib.compressobj(wbits=31 if "gzip" in encoding else 15)
        body = packer.compress(body) + packer.flush()
    host.paths["/"] = reply(200, body, content_encoding=encoding)
    del packer
    tracemalloc.start()
    outcome = fetch(ask(host, "/", "wanted"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not page(outcome).page.complete
    assert peak < 10_000_000


@pytest.mark.parametrize("kind", ["application/pdf", "image/svg+xml", "text/plain; charset=utf-8"])
def test_only_html_has_anchors(host: Host, fetch: Fetcher, kind: str) -> None:
    host.paths["/"] = reply(200, "no anchors", content_type=kind)
    assert page(fetch(ask(host, "/", "page=3"))).page.missing == {}


def test_a_page_without_a_type_is_read_as_html(host: Host, fetch: Fetcher) -> None:
    host.paths["/"] = reply(200, "<p id=a>", content_type="")
    assert page(fetch(ask(host, "/", "a", "b"))).page.missing == {"b": ""}


def test_letters_are_read_as_the_host_says(host: Host, fetch: Fetcher) -> None:
    body = '<p id="größe">'.encode("latin-1")
    host.paths["/"] = reply(200, body, content_type='text/html; charset="ISO-8859-1"')
    assert page(fetch(ask(host, "/", "gr%C3%B6%C3%9Fe"))).page.missing == {}


def test_an_unknown_charset_is_read_as_utf_8(host: Host, fetch: Fetcher) -> None:
    host.paths["/"] = reply(200, '<p id="größe">', content_type="text/html; charset=klingon")
    assert page(fetch(ask(host, "/", "größe"))).page.missing == {}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param("17", 17, id="seconds"),
        pytest.param(" 0 ", 0, id="now"),
        pytest.param("Wed, 21 Oct 2015 07:28:00 GMT", 0, id="date in the past"),
        pytest.param("-5", None, id="negative"),
        pytest.param("soon", None, id="word"),
        pytest.param("1e9", None, id="not a whole number"),
        pytest.param("9" * 400, None, id="no time that exists"),
        pytest.param("Wed, 99 Oct 2015 07:28:00 GMT", None, id="date that is none"),
        pytest.param("", None, id="empty"),
    ],
)
def test_retry_after_is_read(
    host: Host, fetch: Fetcher, header: str, seconds: float | None
) -> None:
    host.paths["/"] = reply(429, retry_after=header)
    assert page(fetch(ask(host))).retry_after == seconds


@pytest.mark.parametrize("suffix", ["GMT", "-0000", "+0000"])
def test_a_date_in_retry_after_is_seconds_from_now(host: Host, policy: Policy, suffix: str) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    date = format_datetime(now + timedelta(seconds=90)).removesuffix("+0000") + suffix
    host.paths["/"] = reply(503, retry_after=date)
    fetch = Fetcher(policy, user_agent="test", now=now.timestamp)
    assert page(fetch(ask(host))).retry_after == 90


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Callable[[trustme.LeafCert], Host]]:
    hosts = []

    def serve(certificate: trustme.LeafCert) -> Host:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        hosts.append(Host(context))
        hosts[-1].paths["/"] = reply(200)
        return hosts[-1]

    yield serve
    for host in hosts:
        host.close()


@pytest.fixture
def trusting(authority: trustme.CA, policy: Policy) -> Fetcher:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Fetcher(policy, user_agent="test", now=time.time, certificates=context)


def test_a_right_certificate_is_trusted(
    secure: Callable[[trustme.LeafCert], Host], authority: trustme.CA, trusting: Fetcher
) -> None:
    host = secure(authority.issue_cert("127.0.0.1"))
    assert page(trusting(ask(host))).status == 200


def test_a_certificate_for_another_host_is_refused(
    secure: Callable[[trustme.LeafCert], Host], authority: trustme.CA, trusting: Fetcher
) -> None:
    outcome = failure(trusting(ask(secure(authority.issue_cert("other.example")))))
    assert outcome.trouble == Trouble.CERTIFICATE
    assert "mismatch" in outcome.detail


def test_an_expired_certificate_is_refused(
    secure: Callable[[trustme.LeafCert], Host], authority: trustme.CA, trusting: Fetcher
) -> None:
    certificate = authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    outcome = failure(trusting(ask(secure(certificate))))
    assert outcome.trouble == Trouble.CERTIFICATE
    assert "expired" in outcome.detail


def test_a_certificate_of_an_unknown_authority_is_refused(
    secure: Callable[[trustme.LeafCert], Host], trusting: Fetcher
) -> None:
    outcome = failure(trusting(ask(secure(trustme.CA().issue_cert("127.0.0.1")))))
    assert outcome.trouble == Trouble.CERTIFICATE
    assert "unable to get local issuer certificate" in outcome.detail


@contextmanager
def address(accepted: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen for one connection, and hand it over."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=lambda: accepted(listening.accept()[0]), daemon=True).start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/"


def test_a_host_without_encryption_is_told_from_one_with_a_wrong_certificate(
    fetch: Fetcher,
) -> None:
    def speak_http(connected: socket.socket) -> None:
        with connected:
            connected.recv(65536)
            connected.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with address(speak_http) as url:
        outcome = failure(fetch(Ask("GET", url)))
    assert outcome.detail == "could not agree on an encrypted connection"


@pytest.mark.parametrize("every", [60, 0.02], ids=["silent", "trickling"])
def test_a_handshake_that_never_ends_is_left(impatient: Fetcher, every: float) -> None:
    left = Event()

    def stall(connected: socket.socket) -> None:
        with connected, suppress(OSError):
            for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 1000:
                connected.sendall(bytes([byte]))
                if left.wait(every):
                    return

    with address(stall) as url:
        outcome = failure(impatient(Ask("GET", url)))
    left.set()
    assert outcome.trouble == Trouble.TIME
