"""The launch.json of docs/dev/debug.md leads an editor to a breakpoint in a container.

A script speaks the editor's side of the Debug Adapter Protocol
(https://microsoft.github.io/debug-adapter-protocol/) to the published ports, with what launch.json
says, and names the source by its path on this side.
"""

from __future__ import annotations

import itertools
import json
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chapters.engine import Gate
from chapters.inner_loop import compose

EXAMPLE = Path(__file__).parents[2] / "assets/examples/dev/debug"
FILES = ("--file", "compose.yaml", "--file", "compose.debug.yaml")
SECONDS = 60.0


class Adapter:
    """A connection to a debugger, as an editor has it."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), timeout=SECONDS)
        self._stream = self._socket.makefile("rb")
        self._numbers = itertools.count(1)
        self._events: list[dict[str, Any]] = []
        self._answers: dict[int, dict[str, Any]] = {}

    def send(self, command: str, arguments: dict[str, Any] | None = None) -> int:
        number = next(self._numbers)
        message = {"seq": number, "type": "request", "command": command, "arguments": arguments}
        body = json.dumps(message).encode()
        self._socket.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        return number

    def answer(self, number: int) -> dict[str, Any]:
        while number not in self._answers:
            self._receive()
        message = self._answers.pop(number)
        assert message["success"], message
        body: dict[str, Any] = message.get("body") or {}
        return body

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        return self.answer(self.send(command, arguments))

    def event(self, name: str) -> dict[str, Any]:
        while True:
            for event in self._events:
                if event["event"] == name:
                    self._events.remove(event)
                    return event
            self._receive()

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _receive(self) -> None:
        """Read one message and keep it; what a debugger asks of the editor is not answered."""
        length = 0
        while line := self._stream.readline().strip():
            name, _, value = line.partition(b":")
            if name == b"Content-Length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._stream.read(length))
        if message["type"] == "event":
            self._events.append(message)
        elif message["type"] == "response":
            self._answers[message["request_seq"]] = message


@pytest.fixture
def folder(gate: Gate, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "debug"
    shutil.copytree(EXAMPLE, folder)
    compose(folder, *FILES, "up", "--build", "--detach")
    yield folder
    compose(folder, *FILES, "down", "--rmi", "local", "--timeout", "2")


def configurations(folder: Path) -> dict[str, dict[str, Any]]:
    text = (folder / ".vscode/launch.json").read_text(encoding="utf-8")
    text = text.replace("${workspaceFolder}", str(folder))
    return {of["type"]: of for of in json.loads(text)["configurations"]}


def connect(host: str, port: int) -> Adapter:
    """Connect once the debugger answers: the engine's port is open before."""
    end = time.monotonic() + SECONDS
    while True:
        adapter = Adapter(host, port)
        try:
            adapter.ask("initialize", adapterID="test", pathFormat="path", linesStartAt1=True)
        except (OSError, ValueError):
            adapter.close()
            assert time.monotonic() < end, f"no debugger answers at {host}:{port}"
            time.sleep(0.2)
        else:
            return adapter


def variable_at(adapter: Adapter, configuration: dict[str, Any], source: Path, line: int) -> str:
    """Stop at the line of a source on this side; return what `title` is there."""
    attached = adapter.send("attach", configuration)
    adapter.event("initialized")
    adapter.ask("setBreakpoints", source={"path": str(source)}, breakpoints=[{"line": line}])
    adapter.ask("configurationDone")
    adapter.answer(attached)
    thread = adapter.event("stopped")["body"]["threadId"]
    frame = adapter.ask("stackTrace", threadId=thread)["stackFrames"][0]
    assert (frame["source"]["path"], frame["line"]) == (str(source), line)
    scopes = adapter.ask("scopes", frameId=frame["id"])["scopes"]
    variables = [
        variable
        for scope in scopes[:1]
        for variable in adapter.ask("variables", variablesReference=scope["variablesReference"])[
            "variables"
        ]
    ]
    value: str = {variable["name"]: variable["value"] for variable in variables}["title"]
    return value.strip("'\"")


def line_of(source: Path, text: str) -> int:
    lines = source.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.engine
def test_the_configurations_lead_to_a_breakpoint_and_a_variable(folder: Path) -> None:
    by_type = configurations(folder)
    titles = {"Dune", " Emma", "Ulysses"}

    python = by_type["debugpy"]
    adapter = connect(python["connect"]["host"], python["connect"]["port"])
    source = folder / "python/worker.py"
    assert variable_at(adapter, python, source, line_of(source, "letters = ")) in titles
    adapter.close()

    go = by_type["go"]
    adapter = connect(go["host"], go["port"])
    source = folder / "go/worker.go"
    assert variable_at(adapter, go, source, line_of(source, "letters := ")) in titles
    adapter.close()

    node = by_type["node"]
    with urllib.request.urlopen(f"http://{node['address']}:{node['port']}/json/list") as response:
        [target] = json.load(response)
    assert target["url"] == f"file://{node['remoteRoot']}/worker.js"
    assert (folder / "node/worker.js").parent == Path(node["localRoot"])


@pytest.mark.engine
def test_no_debugger_is_open_to_the_network(folder: Path) -> None:
    for service, port in (("python", "5678"), ("node", "9229"), ("go", "2345")):
        assert compose(folder, *FILES, "port", service, port).startswith("127.0.0.1:")
