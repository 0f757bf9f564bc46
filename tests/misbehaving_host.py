"""A web host on this machine that does what each path is told to do, however wrong that is."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

# Long enough that a client under test has certainly given up; the host's end cuts it short.
FOREVER = 60


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    method: str
    path: str
    headers: dict[str, str]


class Line:
    """The host's side of one connection."""

    def __init__(
        self,
        connected: socket.socket,
        closing: threading.Event,
        answered: Callable[[], None] = lambda: None,
    ) -> None:
        self._connected = connected
        self._closing = closing
        self._answered = answered

    def send(self, data: bytes) -> None:
        """Send bytes; a client that has left is no error."""
        self._answered()  # before: the client may be asking again when this thread goes on
        with contextlib.suppress(OSError):
            self._connected.sendall(data)

    def wait(self, seconds: float = FOREVER) -> None:
        """Do nothing, until the time is over or the host ends."""
        self._closing.wait(seconds)

    def trickle(self, data: bytes, every: float) -> None:
        """Send one byte at a time, until the client leaves or the host ends."""
        with contextlib.suppress(OSError):
            for byte in data:
                self._connected.sendall(bytes([byte]))
                if self._closing.wait(every):
                    return

    def reset(self) -> None:
        """Break the connection, as a crashing host does."""
        self._connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connected.close()


Script: TypeAlias = "Callable[[Line, Request], None]"


def reply(status: int, body: bytes | str = b"", **headers: str) -> Script:
    """Return a script that sends one reply; `content_type="…"` is the header Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Length": str(len(data)), "Content-Type": "text/html; charset=utf-8"}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = f"HTTP/1.1 {status} Said so\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)

    def script(line: Line, request: Request) -> None:
        line.send(head.encode("latin-1") + b"\r\n" + (b"" if request.method == "HEAD" else data))

    return script


def raw(data: bytes) -> Script:
    """Return a script that sends exactly these bytes."""
    return lambda line, request: line.send(data)


def in_turn(*scripts: Script) -> Script:
    """Return a script that plays one script after another, the last one again and again."""
    waiting = deque(scripts)

    def script(line: Line, request: Request) -> None:
        (waiting.popleft() if len(waiting) > 1 else waiting[0])(line, request)

    return script


@dataclass
class Host:
    """The host. ``paths`` has a script for each path; any other path is answered with 404.

    ``most_at_once`` counts, for each name it was called by, the requests that wait for an
    answer at the same time.
    """

    certificates: ssl.SSLContext | None = None
    paths: dict[str, Script] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._at_once: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str, *, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"{'https' if self.certificates else 'http'}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[str]:
        """Return the methods with which a path was asked for, in order."""
        return [request.method for request in self.requests if request.path == path]

    def close(self) -> None:
        """End; scripts that wait end too."""
        self._closing.set()
        with contextlib.suppress(OSError):  # wakes the thread that waits for connections
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connected,), daemon=True).start()

    def _serve(self, connected: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.certificates:
                connected = self.certificates.wrap_socket(connected, server_side=True)
            request = self._read(connected)
            name = request.headers["host"].partition(":")[0]
            with self._lock:
                self.requests.append(request)
                self._at_once[name] += 1
                self.most_at_once[name] = max(self.most_at_once[name], self._at_once[name])
            under_way = [name]

            def answered() -> None:
                with self._lock:
                    while under_way:
                        self._at_once[under_way.pop()] -= 1

            try:
                line = Line(connected, self._closing, answered)
                self.paths.get(request.path, reply(404))(line, request)
            finally:
                answered()
        connected.close()

    @staticmethod
    def _read(connected: socket.socket) -> Request:
        data = b""
        while b"\r\n\r\n" not in data:
            more = connected.recv(65536)
            if not more:
                raise ConnectionError
            data += more
        first, *lines = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        return Request(method, path, headers)


def slowly(script: Script, seconds: float) -> Script:
    """Return a script that takes its time first."""

    def delayed(line: Line, request: Request) -> None:
        time.sleep(seconds)
        script(line, request)

    return delayed
