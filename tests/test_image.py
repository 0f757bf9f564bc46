"""The site as an image: what `docker compose up` gives to somebody who has only Docker."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import checkout
import pytest
from playwright.sync_api import Browser
from served_site import visit

BUILD_SECONDS = 900
START_SECONDS = 60
LOAD_SECONDS, LOAD_CONNECTIONS = 2, 16
PATIENCE = 30_000  # milliseconds

pytestmark = pytest.mark.engine


def run(*words: str, cwd: Path | None = None, **environment: str) -> str:
    """Run a command, which has to succeed, and return what it prints."""
    done = subprocess.run(
        words,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=BUILD_SECONDS,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


def free_port() -> str:
    """Return a port of this machine that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Container:
    """A service of compose.yaml that runs."""

    name: str
    url: str

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path; an underscore in a header's name stands for a dash."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, headers=given)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
        try:
            with opener.open(request, timeout=30) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def inspect(self, template: str) -> str:
        """Return a value that Docker knows of the container."""
        return run("docker", "inspect", "--format", template, self.name)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder of its own, which the tests may change."""
    return checkout.copy(tmp_path_factory.mktemp("project"))


def compose_up(project: Path, service: str, setting: str, *options: str) -> Iterator[Container]:
    """Start a service, and remove afterwards all that it made."""
    name, port = f"image-test-{service}-{os.getpid()}", free_port()
    compose = ("docker", "compose", "--project-name", name, "--profile", "*")
    try:
        run(*compose, "up", "--detach", *options, service, cwd=project, **{setting: port})
        container = run(*compose, "ps", "--quiet", service, cwd=project)
        yield Container(container, f"http://localhost:{port}/")
    finally:
        run(*compose, "down", "--rmi", "local", "--volumes", "--timeout", "1", cwd=project)


@pytest.fixture(scope="module")
def site(project: Path) -> Iterator[Container]:
    """The published form of the site; Compose waits until its own health check is content."""
    yield from compose_up(project, "site", "SITE_PORT", "--build", "--wait")


def test_the_dockerfile_passes_dockers_own_check() -> None:
    run("docker", "build", "--check", str(checkout.ROOT))


def test_nginx_is_not_root(site: Container) -> None:
    assert run("docker", "exec", site.name, "id", "-u") == "101"


def test_nothing_can_be_written_outside_tmp(site: Container) -> None:
    assert site.inspect("{{.HostConfig.ReadonlyRootfs}}") == "true"
    script = "for f in / /etc/nginx /usr/share/nginx/html /var /run; do touch $f/x 2>/dev/null && echo $f; done; true"
    assert run("docker", "exec", site.name, "sh", "-c", script) == ""


def test_it_has_no_capability_and_gains_none(site: Container) -> None:
    status = run("docker", "exec", site.name, "cat", "/proc/self/status")
    assert re.search(r"^CapPrm:\s*0+$", status, re.M)
    assert re.search(r"^NoNewPrivs:\s*1$", status, re.M)


def test_its_own_health_check_is_content(site: Container) -> None:
    assert site.inspect("{{.State.Health.Status}}") == "healthy"


def test_the_image_holds_neither_sources_nor_python(site: Container) -> None:
    script = (
        "command -v python3; ls -d /source /usr/share/nginx/html/content-security-policy.txt; true"
    )
    assert run("docker", "exec", site.name, "sh", "-c", f"({script}) 2>/dev/null") == ""


@pytest.mark.parametrize("path", ["", "run/lifecycle/"])
def test_a_page_is_asked_for_again_and_answered_in_one_line(site: Container, path: str) -> None:
    first = site.get(path)
    assert first.status == 200
    assert first.headers["Content-Type"] == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    again = site.get(path, If_None_Match=first.headers["ETag"])
    assert again.status == 304


def test_a_file_whose_name_holds_its_hash_is_kept_for_a_year(site: Container) -> None:
    page = site.get("").body.decode()
    names = re.findall(r'(?:href|src)="?([^": >]*\.[0-9a-f]{8}\.[^" >]+)', page)
    assert names
    for name in names:
        assert site.get(name).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_missing_page_is_404_and_says_what_to_do(site: Container) -> None:
    for path in ("nowhere", "run/nowhere/", "assets/gone.0a1b2c3d.js"):
        answer = site.get(path)
        assert answer.status == 404
        assert b"This page is not here" in answer.body
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src " in answer.headers["Content-Security-Policy"]


def test_a_folder_without_its_slash_leads_to_the_page(site: Container) -> None:
    answer = site.get("run/lifecycle")
    assert answer.status == 301
    assert answer.headers["Location"] == "/run/lifecycle/"


@pytest.mark.parametrize("path", ["", "sitemap.xml", "search/search_index.json"])
def test_texts_come_compressed_to_those_who_can_read_that(site: Container, path: str) -> None:
    plain, packed = site.get(path), site.get(path, Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body) / 2
    assert gzip.decompress(packed.body) == plain.body


def test_every_answer_carries_the_headers_of_safety(site: Container) -> None:
    for path in ("", "nowhere", "run/lifecycle", "assets/images/favicon.svg"):
        headers = site.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Permissions-Policy"]
        assert headers["Server"] == "nginx"  # no version
        assert len(headers.get_all("Content-Security-Policy", [])) == 1


def test_the_policy_names_each_script_that_stands_in_a_page(site: Container) -> None:
    for path in ("", "run/lifecycle/", "nowhere"):
        answer = site.get(path)
        policy = answer.headers["Content-Security-Policy"]
        parts = dict(part.split(" ", 1) for part in policy.split("; "))
        script = parts.get("script-src") or parts["default-src"]
        assert "unsafe" not in script
        inline = re.findall(rb"<script>(.*?)</script>", answer.body, re.S)
        for text in inline:
            digest = base64.b64encode(hashlib.sha256(text).digest()).decode()
            assert f"'sha256-{digest}'" in script


@pytest.mark.browser
def test_a_browser_obeys_the_policy_and_the_page_works(site: Container, browser: Browser) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    visit(page, site.url + "run/lifecycle/")
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").fill("volume")
    page.locator(".md-search-result__link").first.wait_for()
    visit(page, site.url + "nowhere")
    page.get_by_role("heading", name="This page is not here").wait_for()
    page.close()
    assert [line for line in said if "404" not in line] == []


def test_no_request_fails_under_load(site: Container) -> None:
    program = shutil.which("wrk")
    if program is None:
        pytest.skip("there is no `wrk`, the load generator: install Debian's package wrk")
    address = site.url.replace("localhost", "127.0.0.1")
    for path in ("", "assets/images/favicon.svg"):
        report = run(
            *(program, "--threads", "1", "--connections", str(LOAD_CONNECTIONS)),
            *("--duration", f"{LOAD_SECONDS}s", address + path),
        )
        assert re.search(r"^\s*[1-9]\d* requests in ", report, re.M), report
        assert "Non-2xx" not in report, report
        assert "Socket errors" not in report, report


def test_it_stops_within_a_second(site: Container) -> None:
    run("docker", "stop", "--timeout", "1", site.name)  # after that, it would be killed: 137
    assert site.inspect("{{.State.ExitCode}}") == "0"
    run("docker", "start", site.name)


@pytest.fixture(scope="module")
def dev(project: Path) -> Iterator[Container]:
    """The form of the site that follows each edit."""
    yield from compose_up(project, "dev", "DEV_PORT", "--build")


def wait_for(container: Container, text: str) -> None:
    """Wait until the first page holds a text."""
    end = time.monotonic() + START_SECONDS
    found = b""
    while time.monotonic() < end:
        with contextlib.suppress(OSError):  # it has not begun to listen, or builds anew
            found = container.get("").body
        if text.encode() in found:
            return
        time.sleep(0.5)
    pytest.fail(f"{text!r} did not come:\n" + run("docker", "logs", container.name))


def test_the_service_dev_follows_an_edit(dev: Container, project: Path) -> None:
    wait_for(dev, "Docker for Developers")
    page = project / "docs/index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nA sentence that was not here before.\n", encoding="utf-8")
    wait_for(dev, "A sentence that was not here before.")
