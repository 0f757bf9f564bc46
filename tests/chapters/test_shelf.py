"""Every implementation of Shelf's api does what assets/examples/shelf/openapi.yaml says, over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from chapters.measure_languages import FOLDER, LANGUAGES

pytestmark = pytest.mark.engine

SECONDS = 30  # for one answer; a busy machine is slow

SHELF = Path(__file__).parents[2] / "assets/examples/shelf"
IMPLEMENTATIONS = {"app": SHELF / "app"} | {name: FOLDER / name for name in LANGUAGES}


def docker(*arguments: str) -> str:
    """Run docker; return what it prints."""
    done = subprocess.run(("docker", *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"docker {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass(frozen=True)
class Api:
    container: str
    port: int

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def ask(self, method: str, path: str, body: str | bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, body.encode() if isinstance(body, str) else body)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def add(self, title: str) -> dict[str, object]:
        answer = self.ask("POST", "/books", title)
        assert answer.status == 201
        book = answer.json
        assert isinstance(book, dict)
        return book

    def logs(self) -> list[dict[str, object]]:
        """Return the lines of the log, each of which is an object of JSON."""
        return [json.loads(line) for line in docker("logs", self.container).splitlines()]

    def exit_code(self) -> str:
        """Return how it ended, once it has."""
        docker("wait", self.container)
        return docker("inspect", "--format", "{{.State.ExitCode}}", self.container)


@contextlib.contextmanager
def running(image: str, *options: str, port: int = 8000) -> Iterator[Api]:
    """Run the api; yield it once it answers."""
    container = docker("run", "--detach", "--publish", f"127.0.0.1::{port}", *options, image)
    try:
        api = Api(container, int(docker("port", container, f"{port}/tcp").rpartition(":")[2]))
        for _ in range(100):
            try:
                if api.ask("GET", "/health").status == 200:
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        yield api
    finally:
        docker("rm", "--force", "--volumes", container)


@pytest.fixture(scope="module", params=IMPLEMENTATIONS.items(), ids=list(IMPLEMENTATIONS))
def image(request: pytest.FixtureRequest) -> Iterator[str]:
    name, folder = request.param
    tag = f"shelf-test-{name}:latest"
    docker("build", "--quiet", "--tag", tag, str(folder))
    yield tag
    docker("image", "rm", tag)


@pytest.fixture
def api(image: str) -> Iterator[Api]:
    with running(image) as api:
        yield api


def test_a_new_shelf_is_empty(api: Api) -> None:
    assert api.ask("GET", "/books").json == []


def test_the_process_says_that_it_is_alive(api: Api) -> None:
    assert api.ask("GET", "/health").json == {"status": "ok"}


def test_a_book_is_added_with_its_address(api: Api) -> None:
    answer = api.ask("POST", "/books", "Dune")
    assert answer.status == 201
    assert answer.headers["Content-Type"].startswith("application/json")
    location = answer.headers["Location"]
    assert api.ask("GET", location).json == answer.json


def test_books_are_listed_oldest_first(api: Api) -> None:
    first, second = api.add("Dune"), api.add("Emma")
    assert api.ask("GET", "/books").json == [first, second]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  Dune \n", "Dune"),
        ('Say "yes" \\ no', 'Say "yes" \\ no'),
        ("La peste — été 東京", "La peste — été 東京"),
        ("x" * 200, "x" * 200),
    ],
    ids=[
        "spaces around it go",
        "quotes and backslashes stay",
        "any script stays",
        "200 characters",
    ],
)
def test_a_title_is_kept_as_sent(api: Api, sent: str, kept: str) -> None:
    assert api.add(sent)["title"] == kept


@pytest.mark.parametrize(
    "sent",
    [
        "",
        " \n",
        "x" * 201,
        "é" * 201,
        "x" * 100_000,
        "a\nb",
        "a\0b",
        b"\xff\xfe",
        b"Dune\xed\xa0\x80",
    ],
    ids=[
        "empty",
        "spaces",
        "too long",
        "too long in two bytes each",
        "far too long",
        "two lines",
        "a zero byte",
        "not UTF-8",
        "half a surrogate pair",
    ],
)
def test_a_bad_title_is_refused_with_a_reason(api: Api, sent: str | bytes) -> None:
    answer = api.ask("POST", "/books", sent)
    assert answer.status == 400
    assert isinstance(answer.json, dict)
    assert answer.json["error"]


def test_a_removed_book_is_gone(api: Api) -> None:
    place = f"/books/{api.add('Dune')['id']}"
    assert api.ask("DELETE", place).status == 204
    assert api.ask("GET", place).status == 404
    assert api.ask("DELETE", place).status == 404


def test_a_number_is_never_used_twice(api: Api) -> None:
    first = api.add("Dune")
    api.ask("DELETE", f"/books/{first['id']}")
    assert api.add("Emma")["id"] != first["id"]


@pytest.mark.parametrize("path", ["/books/0", "/books/9999", "/books/x", "/nowhere"])
def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    answer = api.ask("GET", path)
    assert answer.status == 404
    assert isinstance(answer.json, dict)
    assert answer.json["error"]


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/books"), ("POST", "/books/1"), ("DELETE", "/health")]
)
def test_another_method_is_not_allowed(api: Api, method: str, path: str) -> None:
    answer = api.ask(method, path, "x")
    assert answer.status == 405
    assert isinstance(answer.json, dict)
    assert answer.json["error"]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01 is how TLS begins\r\n\r\n",
        b"POST /books HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\nDune",
        b"POST /books HTTP/1.1\r\nHost: x\r\nContent-Length: 4x\r\n\r\nDune",
    ],
    ids=["not HTTP", "a negative length", "a length that is no number"],
)
def test_what_is_not_http_is_refused_and_harms_nobody(api: Api, sent: bytes) -> None:
    with api.connect() as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        try:
            answer = connection.recv(65536)
        except ConnectionResetError:
            answer = b""
    assert not re.match(rb"HTTP/1\.. [^4]", answer)
    assert api.ask("GET", "/books").json == []


def test_many_clients_at_once_lose_nothing(api: Api) -> None:
    titles = [f"Volume {number}" for number in range(40)]
    with ThreadPoolExecutor(20) as clients:
        books = list(clients.map(api.add, titles))
    assert len({str(book["id"]) for book in books}) == len(titles)
    assert [book["title"] for book in books] == titles
    listed = api.ask("GET", "/books").json
    assert isinstance(listed, list)
    assert listed == sorted(books, key=lambda book: int(str(book["id"])))


def test_a_client_that_says_nothing_holds_up_nobody(api: Api) -> None:
    with api.connect():
        assert api.ask("GET", "/books").json == []


def test_each_request_is_one_line_of_json(api: Api) -> None:
    api.ask("GET", "/books/7")
    [line] = [line for line in api.logs() if line.get("path") == "/books/7"]
    assert (line["method"], line["status"]) == ("GET", 404)


def test_a_path_cannot_break_the_log(api: Api) -> None:
    assert api.ask("GET", '/"7"\\').status in (400, 404)
    assert api.logs()  # each line of which is JSON


def test_a_stop_ends_it_with_status_0(api: Api) -> None:
    # It promises a second; a busy machine gets two. Whoever needs more is killed: status 137.
    docker("stop", "--timeout", "2", api.container)
    assert api.exit_code() == "0"


def test_a_stop_does_not_wait_for_a_client_that_says_nothing(api: Api) -> None:
    with api.connect():
        docker("stop", "--timeout", "2", api.container)
        assert api.exit_code() == "0"


def test_a_stop_waits_for_the_answer_under_way(api: Api) -> None:
    with api.connect() as connection:
        connection.sendall(b"POST /books HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nDu")
        time.sleep(0.5)  # until the api has begun with it
        docker("kill", "--signal", "TERM", api.container)
        connection.sendall(b"ne")
        assert b" 201 " in connection.recv(65536).partition(b"\r\n")[0]
    assert api.exit_code() == "0"


def test_it_does_not_run_as_root(api: Api) -> None:
    # Asked from outside: there is no `id` in an image without a shell.
    users = docker("top", api.container, "-eo", "uid,pid").splitlines()[1:]
    assert users
    assert not [line for line in users if line.split()[0] == "0"]


def test_it_listens_on_the_port_that_the_environment_says(image: str) -> None:
    with running(image, "--env", "PORT=9000", port=9000) as api:
        assert api.ask("GET", "/health").status == 200


def test_it_needs_no_writable_image(image: str) -> None:
    with running(image, "--read-only", "--tmpfs", "/data:uid=10001", "--cap-drop", "ALL") as api:
        assert api.add("Dune")["title"] == "Dune"
