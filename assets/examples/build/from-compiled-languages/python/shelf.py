"""Shelf's api: a reading list over HTTP, kept in memory. One thread answers one request."""

import json
import os
import signal
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TITLE_MAX = 200
BODY_MAX = 1 << 20

books = {}  # by number, the oldest first
last_id = 0
lock = threading.Lock()
answering = 0  # how many requests are under way
answered = threading.Condition()


def log(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


class Refused(Exception):
    """A request that gets an error: its status, and why."""


def parse_title(body):
    try:
        title = body.decode().strip()
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, "the title is not UTF-8") from None
    if not 1 <= len(title) <= TITLE_MAX or any(character < " " for character in title):
        raise Refused(HTTPStatus.BAD_REQUEST, "the body must be a title of 1 to 200 characters")
    return title


def add(body):
    global last_id
    title = parse_title(body)
    with lock:
        last_id += 1
        books[last_id] = book = {"id": last_id, "title": title}
    return HTTPStatus.CREATED, book


def one(method, number):
    with lock:
        book = books.get(int(number)) if number.isdecimal() else None
        if book is None:
            raise Refused(HTTPStatus.NOT_FOUND, "there is no such book")
        if method == "GET":
            return HTTPStatus.OK, book
        del books[book["id"]]
        return HTTPStatus.NO_CONTENT, None


def route(method, path, body):
    match method, path.split("/")[1:]:
        case "GET", ["health"]:
            return HTTPStatus.OK, {"status": "ok"}
        case "GET", ["books"]:
            with lock:
                return HTTPStatus.OK, list(books.values())
        case "POST", ["books"]:
            return add(body)
        case "GET" | "DELETE", ["books", number]:
            return one(method, number)
        case _, ["health"] | ["books"] | ["books", _]:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, "method not allowed")
    raise Refused(HTTPStatus.NOT_FOUND, "not found")


class Handler(BaseHTTPRequestHandler):
    timeout = 5

    def answer(self):
        global answering
        with answered:
            answering += 1
        try:
            status, value = route(self.command, self.path.partition("?")[0], self.read_body())
        except Refused as refused:
            status, reason = refused.args
            value = {"error": reason}
        self.reply(status, value)
        with answered:
            answering -= 1
            answered.notify_all()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def read_body(self):
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > BODY_MAX:
            raise Refused(HTTPStatus.BAD_REQUEST, "bad Content-Length")
        return self.rfile.read(int(length))

    def reply(self, status, value):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if body:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        if status == HTTPStatus.CREATED:
            self.send_header("Location", f"/books/{value['id']}")
        self.end_headers()
        self.wfile.write(body)
        path = getattr(self, "path", "-").partition("?")[0]
        log("request", method=self.command or "-", path=path, status=status)

    def send_error(self, code, message=None, explain=None):  # a request that makes no sense
        self.reply(code, {"error": message or HTTPStatus(code).phrase})

    def log_message(self, *_):  # our own log is enough
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128


def main():
    port = int(os.environ.get("PORT", "8000"))
    with Server(("", port), Handler) as server:
        # shutdown waits for serve_forever, so it needs a thread of its own.
        stop = threading.Thread(target=server.shutdown)
        signal.signal(signal.SIGTERM, lambda *_: stop.start())
        log("started", port=port)
        server.serve_forever(poll_interval=0.1)
    with answered:
        answered.wait_for(lambda: answering == 0, timeout=0.8)
    log("stopped")


if __name__ == "__main__":
    main()
