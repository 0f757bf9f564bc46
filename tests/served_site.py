"""The site as a reader meets it: built, and served below a path as on GitHub Pages."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import browsers
from playwright.sync_api import Browser, Page, Response, sync_playwright

ROOT = Path(__file__).parent.parent
BASE = "/docker-for-developers/"  # a sub-path shows links that only work at the root
POLICY = "content-security-policy.txt"
PACKED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
# The page's scripts run before it is complete. Playwright's own waiting evaluates text, which the policy forbids.
READY = """() => new Promise((resolve, reject) => {
  const look = () => (document.readyState === "complete" ? resolve() : setTimeout(look, 10));
  look();
  setTimeout(() => reject(new Error("the page did not load")), 30_000);
})"""
LEVEL = 6  # of gzip: what it does where nobody chose


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A built site. ``url`` is its address, which ends with a slash; ``folder`` holds its files."""

    url: str
    folder: Path

    def address(self, page: str) -> str:
        """Return the address of a page, which is named by its path below docs/."""
        name = page.removesuffix(".md")
        return self.url + ("" if name == "index" else name.removesuffix("/index") + "/")

    def file(self, page: str) -> Path:
        """Return the file of a page, which is named by its path below docs/."""
        return self.folder / self.address(page).removeprefix(self.url) / "index.html"


def list_pages(docs: Path = ROOT / "docs") -> list[str]:
    """Return the path below docs/ of each page, home first, then by name."""
    pages = (path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    return sorted(pages, key=lambda page: (page != "index.md", page))


def build(
    folder: Path, *, site_url: str, python: str = sys.executable, options: Sequence[str] = ()
) -> str:
    """Build the site strictly into a folder, and return what MkDocs printed.

    ``options`` are further ones of ``mkdocs build``; a relative path in them is relative to the
    repository's root. Raises ``AssertionError`` with that text when the build fails.
    """
    done = subprocess.run(
        [python, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder), *options],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if k != "NO_MKDOCS_2_WARNING"},
            "PYTHONWARNINGS": "default",  # those of libraries, too
            "SITE_URL": site_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    log = done.stdout + done.stderr
    assert done.returncode == 0, log
    return log


@contextmanager
def serve(folder: Path) -> Iterator[ServedSite]:
    """Serve a folder on a free port of this machine. The files may come later."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield ServedSite(f"http://127.0.0.1:{server.server_port}{BASE}", folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def open_browser() -> Iterator[tuple[Browser, ServedSite]]:
    """Build and serve the site, and open a browser for it; exit with the reason where there is none."""
    program = browsers.find()
    if program is None:
        raise SystemExit(browsers.MISSING)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        build(site.folder, site_url=site.url)
        browser = playwright.chromium.launch(executable_path=program, args=browsers.flags())
        yield browser, site
        browser.close()


def visit(page: Page, address: str) -> Response | None:
    """Go to a page of the site, and wait for its script, which runs once the page is shown."""
    response = page.goto(address)
    page.evaluate(READY)
    return response


class _Handler(SimpleHTTPRequestHandler):
    """Answer as GitHub Pages does: below the base path, with 404.html for what is not there.

    It packs what it sends, and sends it under the strict policy that the build writes: whatever is
    tested works under that.
    """

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        if not path.startswith(BASE):
            return os.devnull + "/outside"
        return super().translate_path("/" + path.removeprefix(BASE))

    def send_head(self) -> BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.endswith("/"):
            path = path / "index.html"
        packs = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (packs and path.suffix in PACKED and path.is_file()):
            return super().send_head()
        body = gzip.compress(path.read_bytes(), LEVEL)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def end_headers(self) -> None:
        policy = Path(self.directory, POLICY)
        if policy.is_file():
            self.send_header("Content-Security-Policy", policy.read_text(encoding="utf-8").strip())
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name upstream
        """Say nothing: a request for each file would drown the tests' own output."""
