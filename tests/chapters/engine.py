"""A Docker Engine under the transcripts of a page, and what is on it.

A page's commands reach the engine through a *gate*: a Unix socket of ours that hands each request
on. The gate notes what the page makes, so that exactly this is removed afterwards; and it refuses
what would change or remove anything that the page did not make. Nothing is guessed from names or
from the time: what somebody else makes during the run is not the page's.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import re
import select
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OWN = "DOCKER_ENGINE_IS_OURS"
"""Set to 1 by whoever made the engine for tests alone: then a page may prune it."""


class EngineError(Exception):
    """The engine cannot be used; the text is a sentence for the person who runs the tests."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A running Docker Engine: where it answers, and what a record of a run says of it.

    ``images`` is 'official' or 'stand-ins'; ``store`` is 'containerd' or 'overlay2', and so on.
    """

    path: str
    identity: str
    version: str
    platform: str
    store: str
    images: str
    own: bool

    def request(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Ask the engine; return the status and the decoded answer."""
        connection = _Connection(self.path)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json"})
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        try:
            return response.status, json.loads(data) if data else None
        except ValueError:
            return response.status, data.decode(errors="replace")

    def get(self, path: str) -> Any:
        """Return the answer to a GET request, or None when there is no such thing."""
        status, answer = self.request("GET", path)
        return answer if status == 200 else None

    def image_names(self) -> dict[str, str]:
        """Return the names of the engine's images, each with its image's id."""
        images = self.get("/images/json") or []
        return {
            name: image["Id"]
            for image in images
            for name in image.get("RepoTags") or []
            if name != "<none>:<none>"
        }

    def image_ids(self) -> dict[str, bool]:
        """Return the ids of the engine's images, and whether each has a name."""
        return {
            image["Id"]: any(n != "<none>:<none>" for n in image.get("RepoTags") or [])
            for image in self.get("/images/json") or []
        }


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def find_engine() -> Engine:
    """Return the engine that the ``docker`` command on the PATH talks to.

    Raises EngineError with the reason when there is none.
    """
    if shutil.which("docker") is None:
        raise EngineError("there is no docker command on the PATH")
    host = os.environ.get("DOCKER_HOST") or _cli(
        "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"
    )
    if not host.startswith("unix://"):
        raise EngineError(f"the engine at '{host}' has no Unix socket, which the tests need")
    path = host.removeprefix("unix://")
    probe = Engine(path, "", "", "", "", "", own=False)
    try:
        status, info = probe.request("GET", "/info")
        version = probe.get("/version") or {}
    except OSError as error:
        raise EngineError(f"no Docker Engine answers at '{host}' ({error.strerror})") from error
    if status != 200:
        raise EngineError(f"the engine at '{host}' answers {status}: {info}")
    driver = info.get("DriverStatus") or []
    containerd = any("containerd" in str(value) for row in driver for value in row)
    return Engine(
        path=path,
        identity=info.get("ID", ""),
        version=re.sub(r"[+~-].*", "", version.get("Version", "")),
        platform=f"{version.get('Os')}/{version.get('Arch')}",
        store="containerd" if containerd else info.get("Driver", ""),
        images=_source(info),
        own=os.environ.get(OWN) == "1",
    )


def _source(info: dict[str, Any]) -> str:
    """Tell where the images come from: a mirror on this machine serves stand-ins.

    An engine that asks the Hub, or a mirror elsewhere, has the official images.
    """
    mirrors = (info.get("RegistryConfig") or {}).get("Mirrors") or []
    hosts = [urlsplit(mirror).hostname or "" for mirror in mirrors]
    local = any(host == "localhost" or host.startswith("127.") or host == "::1" for host in hosts)
    return "stand-ins" if local else "official"


def _cli(*arguments: str) -> str:
    done = subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        raise EngineError(f"'docker {' '.join(arguments)}' fails: {done.stderr.strip()}")
    return done.stdout.strip()


# ------------------------------------------------------------------------------ what is made
@dataclass(slots=True)
class Made:
    """What a page has made: ids of containers and networks, names of volumes and images.

    ``pulled`` are the names of images that came from a registry, ``built`` the ids of images that
    were built or committed.
    """

    container: set[str] = field(default_factory=set)
    network: set[str] = field(default_factory=set)
    volume: set[str] = field(default_factory=set)
    image: set[str] = field(default_factory=set)
    pulled: set[str] = field(default_factory=set)
    built: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that a page has made and not removed."""

    kind: str
    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} '{self.name}'"


_CAPTURED = re.compile(
    r"^(?:/v[\d.]+)?/(containers/create|networks/create|volumes/create|images/create|images/load|"
    r"images/[^?]+/tag|commit|build|grpc)(?:\?|$)"
)
_OBJECT = re.compile(r"^(?:/v[\d.]+)?/(containers|networks|volumes|images)/([^?]+)")
_PRUNE = re.compile(r"^(?:/v[\d.]+)?/(containers|networks|volumes|images|build)/prune(?:\?|$)")
_MINE = re.compile(r"^(?:create|json|load|search|get|prune|export)$")
_BUILT = re.compile(rb"\n\x04name\x12([\x80-\xff]?[\x01-\x7f])")
"""A field of BuildKit's SolveRequest: the key 'name' and the length of the images' names after it
(github.com/moby/buildkit, api/services/control/control.proto, ExporterAttrs)."""
_PRUNE_CACHE = bytes.fromhex("6293c7e978ed3512753257ee15ef1ea4d87a18d765b517")
"""The path /moby.buildkit.v1.Control/Prune as HTTP/2 writes it (RFC 7541, appendix B)."""
_OF_ITS_OWN = b"description~="
"""A filter of that request which singles out what the page itself has built."""
_BUILT_ID = re.compile(rb"containerimage\.(?:config\.)?digest\x12G(sha256:[0-9a-f]{64})")
"""A field of its SolveResponse: the id of the image, which is its manifest's digest in the
containerd store and its configuration's in the other one (exporter/containerimage/exptypes)."""


class Gate:
    """A socket that leads to the engine, for one page. Use it as a context manager.

    ``made`` is what came into being through it; ``refused`` says what could not be refused politely.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.made = Made()
        self._folder = Path(tempfile.mkdtemp(prefix="gate-"))
        self.path = self._folder / "docker.sock"
        self._before = engine.image_names()
        self._images_before = engine.image_ids()
        self._kept: dict[str, str] = {}
        self.refused: list[str] = []
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen(128)
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Gate:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        # A thread that waits in accept() is only woken by a connection.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as wake:
            wake.connect(str(self.path))
        self._listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead the page's commands through the gate."""
        return {
            "DOCKER_HOST": f"unix://{self.path}",
        }

    # -------------------------------------------------------------------------- afterwards
    def leftovers(self) -> list[Leftover]:
        """Return what the page has made and what is still there; images it pulled may stay."""
        get, made = self.engine.get, self.made
        found = []
        for key in sorted(made.container):
            if answer := get(f"/containers/{key}/json"):
                found.append(Leftover("container", key, answer["Name"].lstrip("/")))
        volumes = set(made.volume)
        for volume in sorted(volumes):
            if get(f"/volumes/{quote(volume, safe='')}"):
                found.append(Leftover("volume", volume, volume))
        for key in sorted(made.network):
            if answer := get(f"/networks/{key}"):
                found.append(Leftover("network", key, answer["Name"]))
        names = self.engine.image_names()
        for name in sorted(made.image - made.pulled):
            if name in names and self._before.get(name) != names[name]:
                found.append(Leftover("image", name, name))
        named = self.engine.image_ids()
        for key in sorted(made.built - set(self._images_before)):
            if named.get(key) is False:
                found.append(Leftover("image", key, f"<none> ({key[7:19]})"))
        return found

    def remove(self, leftovers: list[Leftover]) -> list[str]:
        """Remove what the page has left; return what the engine says where that fails."""
        paths = {
            "container": "/containers/{}?force=1&v=1",
            "volume": "/volumes/{}?force=1",
            "network": "/networks/{}",
            "image": "/images/{}?force=1",
        }
        complaints = []
        for left in leftovers:
            path = paths[left.kind].format(quote(left.key, safe=":/"))
            status, answer = self.engine.request("DELETE", path)
            if status >= 400 and status != 404:
                complaints.append(f"{left} could not be removed: {answer}")
        return complaints

    def restore(self) -> None:
        """Give back the names of images that the page took from images that were there."""
        now = self.engine.image_names()
        for name, image in self._before.items():
            if now.get(name) == image:
                continue
            if name in self.made.pulled and name in now:
                continue  # a newer image of the same name came from the registry
            if name in self.made.image or name in self._kept:
                self._tag(image, name)
        for kept in self._kept.values():
            self.engine.request("DELETE", f"/images/{quote(kept, safe=':/')}")

    def _tag(self, image: str, name: str) -> None:
        repository, _, tag = name.rpartition(":")
        self.engine.request(
            "POST", f"/images/{quote(image, safe=':')}/tag?repo={quote(repository)}&tag={tag}"
        )

    # -------------------------------------------------------------------------- requests
    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Hand one request on; the next one comes through a connection of its own."""
        with client, contextlib.suppress(OSError):
            head, rest = _read_head(client)
            if not head:
                return
            first, *fields = head.decode("latin-1").split("\r\n")
            method, target, _ = first.split(" ", 2)
            refusal = self._refusal(method, target)
            if refusal:
                _read_body(client, fields, rest)  # a client that is still writing hears nothing
                _refuse(client, refusal)
                return
            names = {line.partition(":")[0].strip().lower() for line in fields}
            if "upgrade" not in names:
                fields = [f for f in fields if not f.lower().startswith("connection:")]
                fields.append("Connection: close")
            captured = _CAPTURED.match(target) if method == "POST" else None
            volumes: set[str] = set()
            if captured and captured[1] in {"containers/create", "volumes/create"}:
                rest = _read_body(client, fields, rest)
                if captured[1] == "containers/create" and (reason := self._mounts(rest)):
                    _refuse(client, reason)
                    return
                volumes = self._volumes()
            with socket.socket(socket.AF_UNIX) as server:
                server.connect(self.engine.path)
                server.sendall("\r\n".join([first, *fields, "", ""]).encode("latin-1") + rest)
                building = captured is not None and captured[1] == "grpc"
                look = _Asking(self, client) if building else None
                threading.Thread(target=_pump, args=(client, server, look), daemon=True).start()
                note = _Noting(self, captured[1], target, volumes) if captured else None
                _pump(server, client, note)

    def note(self, kind: str, key: str) -> None:
        """Remember what the page has made."""
        with self._lock:
            getattr(self.made, kind).add(key)

    # -------------------------------------------------------------------------- protection
    def _refusal(self, method: str, target: str) -> str:
        """Return why a request must not reach the engine, or nothing."""
        if method in {"GET", "HEAD", "OPTIONS"}:
            return ""
        prune = _PRUNE.match(target)
        if prune:
            return "" if self.engine.own else self._pruned(prune[1], target)
        match = _OBJECT.match(target)
        if match is None:
            return ""
        kind, rest = match[1], unquote(match[2])
        if kind == "images":
            return self._image_refusal(method, rest)
        name = rest.split("/")[0]
        if _MINE.match(name):
            return ""
        singular = kind.removesuffix("s")
        key = self._key(singular, name)
        if key is None or key in getattr(self.made, singular):
            return ""
        if singular == "network" and rest.endswith(("/connect", "/disconnect")):
            return ""
        return (
            f"{singular} '{name}' is not this page's: it was made by somebody else. "
            "Give the page's own another name, or remove that one yourself."
        )

    def _image_refusal(self, method: str, rest: str) -> str:
        if method != "DELETE":
            return ""
        name = _short(rest)
        if name in self.made.image or name not in self._before:
            key = (self.engine.get(f"/images/{quote(rest, safe=':/@')}/json") or {}).get("Id")
            names = {n for n, image in self.engine.image_names().items() if image == key}
            if name in names or not (names & set(self._before)) or self.engine.own:
                return ""
            return f"image '{rest}' was there before this page: remove it by a name of the page's."
        if not self.engine.own and name not in self._kept:
            kept = f"kept-for-its-owner:{len(self._kept) + 1}-{os.getpid()}"
            self._kept[name] = kept
            self._tag(self._before[name], kept)
        return ""

    def _volumes(self) -> set[str]:
        answer = self.engine.get("/volumes") or {}
        return {volume["Name"] for volume in answer.get("Volumes") or []}

    def _mounts(self, body: bytes) -> str:
        """Return why a container must not be made, when it would write to a foreign volume."""
        try:
            host = json.loads(body).get("HostConfig") or {}
        except ValueError:
            return ""
        names = {bind.partition(":")[0] for bind in host.get("Binds") or []}
        names |= {
            mount.get("Source", "")
            for mount in host.get("Mounts") or []
            if mount.get("Type") == "volume"
        }
        foreign = (names & self._volumes()) - self.made.volume
        if not foreign:
            return ""
        return (
            f"volume '{min(foreign)}' is not this page's: it was made by somebody else. "
            "Give the page's own another name, or remove that one yourself."
        )

    def _key(self, kind: str, name: str) -> str | None:
        if kind == "volume":
            return name if self.engine.get(f"/volumes/{quote(name, safe='')}") else None
        path = (
            f"/containers/{quote(name)}/json" if kind == "container" else f"/networks/{quote(name)}"
        )
        answer = self.engine.get(path)
        return None if answer is None else str(answer["Id"])

    def _pruned(self, kind: str, target: str) -> str:
        """Return why a prune would touch what is not the page's, or nothing."""
        labels = _labels(target)
        everything = "true" in target or "dangling" in target
        if kind == "containers":
            stopped = self._list(
                "/containers/json?all=1&", labels, status=["created", "exited", "dead"]
            )
            foreign = [
                c["Names"][0].lstrip("/") for c in stopped if c["Id"] not in self.made.container
            ]
        elif kind == "volumes":
            foreign = [
                v["Name"]
                for v in self._list("/volumes?", labels, dangling=["true"])
                if v["Name"] not in self.made.volume
                and (everything or "com.docker.volume.anonymous" in (v.get("Labels") or {}))
            ]
        elif kind == "networks":
            foreign = [
                n["Name"]
                for n in self._list("/networks?", labels, dangling=["true"])
                if n["Id"] not in self.made.network and n["Name"] not in {"bridge", "host", "none"}
            ]
        elif kind == "images" and labels:
            foreign = [
                name
                for image in self._list("/images/json?all=1&", labels)
                for name in image.get("RepoTags") or [image["Id"]]
                if _short(name) not in self.made.image
            ]
        else:
            foreign = ["images" if kind == "images" else "the build cache"]
        if not foreign:
            return ""
        return (
            f"pruning would remove what is not this page's: {', '.join(foreign[:3])}. "
            f"Limit it with '--filter label=…', or run the page on an engine of its own ({OWN}=1)."
        )

    def _list(self, path: str, labels: list[str], **filters: list[str]) -> list[dict[str, Any]]:
        """List what has any of the labels; without labels, everything."""
        found: list[dict[str, Any]] = []
        for label in labels or [""]:
            given = filters | ({"label": [label]} if label else {})
            answer = self.engine.get(f"{path}filters={quote(json.dumps(given))}") or []
            found += (answer.get("Volumes") or []) if isinstance(answer, dict) else answer
        return found


def _labels(target: str) -> list[str]:
    """Return the labels to which a request limits a prune."""
    filters = parse_qs(urlsplit(target).query).get("filters", ["{}"])[0]
    return list(json.loads(filters).get("label", ()))


class _Asking:
    """Reads what a client asks of BuildKit: notes the names of images, and refuses to prune."""

    TAIL = 512  # bytes of the past that are looked at again, for what two readings share

    def __init__(self, gate: Gate, client: socket.socket) -> None:
        self._gate = gate
        self._client = client
        self._tail = b""

    def __call__(self, data: bytes) -> bytes:
        """Look at data on its way; return it, or raise OSError where it must not pass."""
        seen = self._tail + data
        if not self._gate.engine.own and _PRUNE_CACHE in seen and _OF_ITS_OWN not in seen:
            # The request's filters may come a moment after its name.
            if select.select([self._client], [], [], 0.5)[0]:
                data += self._client.recv(65536)
                seen = self._tail + data
            if _OF_ITS_OWN not in seen:
                self._gate.refused.append(
                    "pruning would remove a build cache that is not this page's. Limit it with "
                    f"'--filter description~=…', or run the page on an engine of its own ({OWN}=1)."
                )
                raise ConnectionAbortedError
        for match in _BUILT.finditer(seen):
            low, high = (*match[1], 0)[:2]
            end = match.end() + (low & 127) + high * 128
            if end <= len(seen):
                for name in seen[match.end() : end].decode(errors="replace").split(","):
                    self._gate.note("image", _short(name))
        self._tail = seen[-self.TAIL :]
        return data


class _Noting:
    """Reads the engine's answer while the client waits for it, and notes what was made."""

    LIMIT = 1 << 18  # bytes of an answer that are read: the names stand at its beginning

    def __init__(self, gate: Gate, what: str, target: str, volumes: set[str]) -> None:
        self._gate = gate
        self._what = what
        self._query = {k: v[0] for k, v in parse_qs(urlsplit(target).query).items()}
        self._names = parse_qs(urlsplit(target).query).get("t", [])
        self._volumes = volumes
        self._data = b""
        self._noted: set[tuple[str, str]] = set()

    def __call__(self, data: bytes) -> bytes:
        """Look at data on its way, and return it."""
        if self._what == "grpc":
            for built in _BUILT_ID.finditer(self._data + data):
                self._gate.note("built", built[1].decode())
            self._data = data[-_Asking.TAIL :]
            return data
        if len(self._data) > self.LIMIT:
            return data
        self._data += data
        for kind, key in self._found():
            if (kind, key) not in self._noted:
                self._noted.add((kind, key))
                self._gate.note(kind, key)
        return data

    def _found(self) -> Iterator[tuple[str, str]]:
        data = self._data.decode(errors="replace")
        if not re.match(r"HTTP/1\.\d 2", data):
            return
        query = self._query
        if self._what in {"commit", "build"}:
            for built in re.finditer(r'"(?:Id|ID)":\s*"(sha256:[0-9a-f]{64})"', data):
                yield "built", built[1]
        if self._what in {"containers/create", "networks/create"}:
            if match := re.search(r'"Id":\s*"([0-9a-f]{64})"', data):
                yield self._what.split("/")[0].removesuffix("s"), match[1]
                if self._what.startswith("containers"):
                    yield from (("volume", name) for name in self._mounted(match[1]))
        elif self._what == "volumes/create":
            match = re.search(r'"Name":\s*"([^"]+)"', data)
            if match and match[1] not in self._volumes:
                yield "volume", match[1]
        elif self._what == "images/create":
            if source := query.get("fromImage"):
                name = _short(_with_tag(source, query.get("tag", "")))
                yield "image", name
                yield "pulled", name
            elif repository := query.get("repo"):
                yield "image", _short(_with_tag(repository, query.get("tag", "")))
        elif self._what == "images/load":
            for loaded in re.finditer(r"Loaded image: ([^\s\"\\]+)", data):
                yield "image", _short(loaded[1])
        elif self._what == "build":
            for name in self._names:
                yield "image", _short(name)
        elif repository := query.get("repo"):
            yield "image", _short(_with_tag(repository, query.get("tag", "")))

    def _mounted(self, container: str) -> Iterator[str]:
        """Find the volumes that came into being with a container."""
        answer = self._gate.engine.get(f"/containers/{container}/json") or {}
        for mount in answer.get("Mounts") or []:
            if mount.get("Type") == "volume" and mount["Name"] not in self._volumes:
                yield mount["Name"]


def _with_tag(repository: str, tag: str) -> str:
    if tag.startswith("sha256:"):
        return f"{repository}@{tag}"
    return f"{repository}:{tag}" if tag else repository


def _short(name: str) -> str:
    """Return an image's name as the engine lists it: without the Hub's parts, with a tag."""
    name = name.removeprefix("docker.io/").removeprefix("library/")
    return name if ":" in name.rsplit("/", 1)[-1] else f"{name}:latest"


def _read_head(client: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = client.recv(65536)
        if not chunk:
            return b"", b""
        data += chunk
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def _read_body(client: socket.socket, fields: list[str], data: bytes) -> bytes:
    """Return the body of a request whose head says how long it is."""
    lengths = [f.partition(":")[2] for f in fields if f.lower().startswith("content-length:")]
    while lengths and len(data) < int(lengths[0]) and (chunk := client.recv(65536)):
        data += chunk
    return data


def _refuse(client: socket.socket, reason: str) -> None:
    body = json.dumps({"message": reason}).encode()
    client.sendall(
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nConnection: close\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def _pump(
    source: socket.socket, sink: socket.socket, look: Callable[[bytes], bytes] | None = None
) -> None:
    """Copy one direction to its end and pass the end on; the other direction may go on."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data if look is None else look(data))
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


# ------------------------------------------------------------------------------ surroundings
def furnish(home: Path) -> dict[str, str]:
    """Make an empty folder the home of a page's session; return the variables that say so.

    The client's settings are copied into it, so that ``docker login``, ``docker context create``
    and ``git config --global`` of a page leave no trace in the person's own.
    """
    theirs = Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")
    ours = home / ".docker"
    ours.mkdir()
    if (theirs / "config.json").is_file():
        shutil.copy(theirs / "config.json", ours)
    if (theirs / "contexts").is_dir():
        shutil.copytree(theirs / "contexts", ours / "contexts")
    if (theirs / "cli-plugins").is_dir():
        (ours / "cli-plugins").symlink_to(theirs / "cli-plugins")
    return {"HOME": str(home)}


def builders(home: Path) -> list[Leftover]:
    """Return the builders that a page has made: the client keeps them as files in its settings."""
    instances = home / ".docker" / "buildx" / "instances"
    names = sorted(path.name for path in instances.iterdir()) if instances.is_dir() else []
    return [Leftover("builder", name, name) for name in names]


# ------------------------------------------------------------------------------ one at a time
@contextlib.contextmanager
def alone(engine: Engine, announce: Callable[[float], None] | None = None) -> Iterator[None]:
    """Wait until no other page runs on this engine: pages share names and ports."""
    name = re.sub(r"[^\w-]", "", engine.identity) or "engine"
    path = Path(tempfile.gettempdir()) / f"docker-for-developers-{name}.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            started = time.monotonic()
            fcntl.flock(file, fcntl.LOCK_EX)
            if announce:
                announce(time.monotonic() - started)
        yield
