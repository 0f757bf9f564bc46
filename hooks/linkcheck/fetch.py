"""One request over the network, and what came of it. Only GET and HEAD, never with a body.

urllib3 comes with the theme (by way of requests), and is close enough to the socket for what matters
here: no redirect followed unseen, no retry unasked, a body read in pieces and left when enough is
known. What it lacks, a limit on the time of a whole request, is added: each connection keeps a second
handle on its socket, and a timer shuts the connection down by it, in whatever it is doing.

Each request has its own connection: a page is left unread as soon as possible, which costs the
connection anyway, and a kept one that the host closes during our pause would be a false alarm.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import certifi
import urllib3
from urllib3 import exceptions as errors
from urllib3.connection import HTTPConnection, HTTPSConnection

from linkcheck.anchors import AnchorReader
from linkcheck.model import Failure, Page, Reply, Trouble
from linkcheck.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkcheck.model import Ask, Policy

_CHUNK = 64 * 2**10
_HTML = {"", "text/html", "application/xhtml+xml"}


class Fetcher:
    """Sends requests; may be called from several threads at the same time.

    ``now`` returns the time in seconds since the epoch, to which dates in `Retry-After` are compared.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        user_agent: str,
        now: Callable[[], float],
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        self._now = now
        self._certificates = certificates or _trusted()
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en",
        }

    def __call__(self, ask: Ask) -> Reply | Failure:
        """Send one request. Whatever a host does, this returns, within ``policy.total`` seconds."""
        policy = self._policy
        with _deadline(policy.total) as watch, self._pool(ask.url) as pool:
            try:
                return self._reply(ask, pool, watch)
            except Exception as error:
                if watch.over:
                    return _too_slow(policy.total)
                failure = _failure(error, policy)
                if failure is None:
                    raise
                return failure

    def _pool(self, url: str) -> urllib3.PoolManager:
        scheme, host = url.partition(":")[0], host_of(url)
        options = {
            "timeout": urllib3.Timeout(connect=self._policy.connect, read=self._policy.read),
            "retries": False,
            "ssl_context": self._certificates,
        }
        proxy = None if proxy_bypass(host) else getproxies().get(scheme)
        pool = (
            urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)  # type: ignore[arg-type]
        )
        pool.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
        return pool

    def _reply(self, ask: Ask, pool: urllib3.PoolManager, watch: _Watch) -> Reply | Failure:
        response = pool.request(
            ask.method, ask.url, headers=self._headers, redirect=False, preload_content=False
        )
        try:
            page = Page()
            if ask.anchors and 200 <= response.status < 300:
                page = self._read(ask.anchors, response)
            if watch.over:
                return _too_slow(self._policy.total)
            return Reply(
                response.status,
                phrase=_phrase(response.status),
                location=response.headers.get("Location", ""),
                retry_after=_seconds(response.headers.get("Retry-After", ""), self._now()),
                page=page,
            )
        finally:
            response.close()

    def _read(self, anchors: frozenset[str], response: urllib3.BaseHTTPResponse) -> Page:
        """Read a page until each anchor is found, it ends, or it grows too large."""
        kind, _, parameters = response.headers.get("Content-Type", "").partition(";")
        if kind.strip().lower() not in _HTML:
            return Page()  # fragments of a PDF, an image or a plain text are no anchors
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
        reader = AnchorReader(anchors, charset=charset[1] if charset else "utf-8")
        size = 0
        while chunk := response.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if not reader.feed(chunk):
                return reader.page(complete=reader.readable)
            if size > self._policy.page_size:
                return reader.page(complete=False)
        return reader.page(complete=True)


class _Watch:
    """Ends a request that takes too long, by shutting down its sockets."""

    def __init__(self) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    def add(self, connected: socket.socket) -> None:
        with self._lock:
            handle = connected.dup()  # TLS takes the socket over; this handle stays
            self._sockets.append(handle)
            if self.over:
                _shut_down(handle)

    def end(self) -> None:
        with self._lock:
            self.over = True
            for handle in self._sockets:
                _shut_down(handle)

    def close(self) -> None:
        with self._lock:
            for handle in self._sockets:
                handle.close()
            self._sockets.clear()


_here = threading.local()  # the watch of the request that this thread is busy with


@contextmanager
def _deadline(seconds: float) -> Iterator[_Watch]:
    watch = _Watch()
    _here.watch = watch
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        watch.close()


class _WatchedHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        _here.watch.add(connected)
        return connected


class _WatchedHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        _here.watch.add(connected)
        return connected


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _WatchedHTTP


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPS


def _shut_down(handle: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        handle.shutdown(socket.SHUT_RDWR)


def _trusted() -> ssl.SSLContext:
    """Return what this machine trusts, and Mozilla's list, since some Pythons come with no list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _seconds(header: str, now: float) -> float | None:
    """Return the seconds that a `Retry-After` means (RFC 9110 §10.2.3), None where it means nothing."""
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:  # "-0000": UTC, its place unknown
        date = date.replace(tzinfo=UTC)
    return max(0.0, date.timestamp() - now)


def _phrase(status: int) -> str:
    """Return the standard's words for a status: what hosts write there is not for us to repeat."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _too_slow(seconds: float) -> Failure:
    return Failure(Trouble.TIME, f"sent no whole answer within {seconds:g} s")


def _failure(error: Exception, policy: Policy) -> Failure | None:
    """Return what an error of a request means, or None where it is a mistake of ours."""
    match error:
        case errors.NameResolutionError():
            if _is_unknown(error.__cause__):
                return Failure(Trouble.HOST, "has a host whose name is not known")
            return Failure(Trouble.CONNECTION, "has a host whose name could not be looked up")
        case errors.NewConnectionError() | errors.ProxyError():
            return Failure(Trouble.CONNECTION, "takes no connection")
        case errors.ConnectTimeoutError():
            return Failure(Trouble.TIME, f"took no connection within {policy.connect:g} s")
        case errors.ReadTimeoutError():
            return Failure(Trouble.TIME, f"sent nothing for {policy.read:g} s")
        case errors.SSLError():
            return _untrusted(error)
        case errors.LocationParseError() | errors.LocationValueError() | UnicodeError():
            return Failure(Trouble.ADDRESS, "is no address that can be asked for")
        case errors.DecodeError():
            return Failure(Trouble.PROTOCOL, "sent a page whose compression is broken")
        case errors.ProtocolError() if _has_cause(error, http.client.IncompleteRead):
            return Failure(Trouble.PROTOCOL, "broke off in the middle of its page")
        case errors.ProtocolError() if _has_cause(error, OSError):
            return Failure(Trouble.CONNECTION, "closed the connection without an answer")
        case errors.HTTPError():
            return Failure(Trouble.PROTOCOL, "sent something that is not HTTP")
        case OSError():
            return Failure(Trouble.CONNECTION, "broke the connection")
    return None


def _is_unknown(error: BaseException | None) -> bool:
    """Tell "there is no such name" from "there is nobody to ask", as without a network."""
    codes = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    return isinstance(error, socket.gaierror) and error.errno in codes


def _has_cause(error: BaseException, kind: type[Exception]) -> bool:
    chain = [error.__cause__, error.__context__, *error.args]
    return any(isinstance(cause, kind) for cause in chain)


def _untrusted(error: Exception) -> Failure:
    for cause in (error.__cause__, error.__context__, *error.args):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failure(
                Trouble.CERTIFICATE,
                f"has a certificate that is not valid ({cause.verify_message.rstrip('.')})",
            )
    return Failure(Trouble.CONNECTION, "could not agree on an encrypted connection")
