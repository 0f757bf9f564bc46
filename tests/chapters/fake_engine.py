"""An engine made of dictionaries, and a ``docker`` command that talks to it: no Docker needed."""

from __future__ import annotations

import http.server
import json
import re
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from chapters.engine import Engine

CLIENT = f"""\
#!{sys.executable}
import http.client, json, os, socket, sys, time, urllib.parse
def ask(method, path, body=None):
    connection = http.client.HTTPConnection("docker")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))
    connection.request(method, path, json.dumps(body or {{}}), {{"Content-Type": "application/json"}})
    response = connection.getresponse()
    answer = json.loads(response.read() or b"null")
    if response.status >= 400:
        print("Error response from daemon:", answer["message"], file=sys.stderr)
        sys.exit(1)
    return answer
verb, *rest = sys.argv[1:]
if verb == "create":
    binds = [f"{{v}}:/data" for v in rest[1:]]
    print(ask("POST", f"/v1.51/containers/create?name={{rest[0]}}", {{"HostConfig": {{"Binds": binds}}}})["Id"])
elif verb == "rm":
    ask("DELETE", f"/v1.51/containers/{{rest[0]}}")
    print(rest[0])
elif verb == "ps":
    for container in ask("GET", "/containers/json?all=1"):
        print(container["Id"][:12], container["Names"][0][1:])
elif verb == "volume":
    print(ask("POST", "/volumes/create", {{"Name": rest[1]}})["Name"]) if rest[0] == "create" else ask("DELETE", f"/volumes/{{rest[1]}}")
elif verb == "network":
    print(ask("POST", "/networks/create", {{"Name": rest[1]}})["Id"]) if rest[0] == "create" else ask("DELETE", f"/networks/{{rest[1]}}")
elif verb == "pull":
    ask("POST", f"/images/create?fromImage={{rest[0]}}&tag=latest")
elif verb == "tag":
    ask("POST", f"/images/{{rest[0]}}/tag?repo={{rest[1]}}&tag=latest")
elif verb == "rmi":
    ask("DELETE", f"/images/{{rest[0]}}")
elif verb == "prune":
    ask("POST", f"/{{rest[0]}}/prune")
elif verb == "hang":
    time.sleep(60)
"""
"""A ``docker`` with a few of the real one's words."""


class State:
    """What is on the engine: ids by name for each kind."""

    def __init__(self) -> None:
        self.container: dict[str, str] = {}
        self.network: dict[str, str] = {}
        self.volume: dict[str, str] = {}
        self.image: dict[str, str] = {}
        self._count = 0

    def make(self, kind: str, name: str) -> str:
        """Add an object; return its id, which is its name for a volume."""
        self._count += 1
        key = name if kind == "volume" else f"{self._count:064x}"
        objects: dict[str, str] = getattr(self, kind)
        return objects.setdefault(name, f"sha256:{key}" if kind == "image" else key)

    def names(self) -> dict[str, set[str]]:
        """Return the names of everything that is there."""
        return {k: set(getattr(self, k)) for k in ("container", "network", "volume", "image")}


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, answer: object = None) -> None:
        data = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(url.query).items()}
        path = re.sub(r"^/v[\d.]+", "", url.path)
        with self.server.lock:
            self._answer(*self._respond(path, query, json.loads(body) if body else {}))

    do_GET = do_POST = do_DELETE = _handle  # noqa: N815

    def _respond(
        self, path: str, query: dict[str, str], body: dict[str, str]
    ) -> tuple[int, object]:
        state = self.server.state
        kinds = {f"{kind}s": kind for kind in ("container", "network", "volume", "image")}
        _, plural, *rest = path.split("/")
        kind = kinds.get(plural)
        if kind is None:
            return 404, {"message": "page not found"}
        objects: dict[str, str] = getattr(state, kind)
        if rest in (["json"], []):
            listed = [self._show(kind, n, k) for n, k in objects.items()]
            return 200, {"Volumes": listed} if kind == "volume" else listed
        if rest == ["create"]:
            return self._create(kind, query, body)
        if rest == ["prune"]:
            objects.clear()
            return 200, {}
        if rest[-1] == "tag":
            # An image that has lost its name is still there by its id.
            image = next((k for n, k in objects.items() if rest[0] in (n, k)), rest[0])
            objects[f"{query['repo']}:{query['tag']}"] = image
            return 201, None
        wanted = "/".join(rest).removesuffix("/json")
        name = next((n for n, k in objects.items() if wanted in (n, k, k[:12])), None)
        name = name or (f"{wanted}:latest" if f"{wanted}:latest" in objects else None)
        if name is None:
            return 404, {"message": f"No such {kind}: {wanted}"}
        if self.command == "DELETE":
            del objects[name]
            return 204 if kind != "image" else 200, None
        return 200, self._show(kind, name, objects[name])

    def _create(self, kind: str, query: dict[str, str], body: dict[str, str]) -> tuple[int, object]:
        state = self.server.state
        if kind == "image":
            state.make("image", f"{query['fromImage']}:{query['tag']}")
            return 200, {"status": "Downloaded"}
        name = query.get("name") or body.get("Name", "")
        if kind != "volume" and name in getattr(state, kind):
            return 409, {"message": f'Conflict. The name "/{name}" is already in use'}
        return 201, self._show(kind, name, state.make(kind, name))

    @staticmethod
    def _show(kind: str, name: str, key: str) -> dict[str, object]:
        if kind == "image":
            return {"Id": key, "RepoTags": [name]}
        labels = {"com.docker.volume.anonymous": ""} if kind == "volume" else {}
        shown = f"/{name}" if kind == "container" else name
        return {"Id": key, "Name": shown, "Names": [shown], "Mounts": [], "Labels": labels}


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: str, state: State) -> None:
        super().__init__(path, _Handler)
        self.state = state
        self.lock = threading.Lock()

    def get_request(self) -> tuple[object, tuple[str, int]]:  # type: ignore[override]
        request, _ = super().get_request()
        return request, ("client", 0)  # the handler of HTTP wants an address


@contextmanager
def fake_engine(folder: Path) -> Iterator[tuple[Engine, State]]:
    """Serve an empty engine in a folder, and put its ``docker`` command in ``folder/bin``."""
    client = folder / "bin" / "docker"
    client.parent.mkdir(parents=True)
    client.write_text(CLIENT)
    client.chmod(0o755)
    state = State()
    server = _Server(str(folder / "engine.sock"), state)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield (
            Engine(
                path=str(folder / "engine.sock"),
                identity=f"fake-{folder.name}",
                version="1.2.3",
                platform="linux/amd64",
                store="containerd",
                images="stand-ins",
                own=False,
            ),
            state,
        )
    finally:
        server.shutdown()
        server.server_close()
