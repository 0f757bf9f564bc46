"""Compare the site's image with a bare nginx that serves the same file.

`make bench-image`, as root: the load generator joins each container's network, so that it meets
nginx on 127.0.0.1 and not Docker's proxy. The two take turns, so that whatever else the machine does
falls on both. It ends with 1 where the image answers less than SHARE of what the bare nginx does.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
BARE = "nginx:1.26"
FILE = "run/lifecycle/index.html"
ROUNDS, SECONDS, CONNECTIONS = 15, 1, 16
SHARE = 0.9


def run(*words: str) -> str:
    """Run a command, which has to succeed, and return what it prints."""
    return subprocess.run(
        words, check=True, stdout=subprocess.PIPE, text=True, timeout=900
    ).stdout.strip()


@contextmanager
def container(*words: str) -> Iterator[str]:
    """Run a container as long as the block lasts, and give its name."""
    name = run("docker", "run", "--detach", *words)
    try:
        run(
            "docker",
            "exec",
            name,
            "sh",
            "-c",
            "until [ -s /tmp/nginx.pid ] || [ -s /run/nginx.pid ]; do :; done",
        )
        yield name
    finally:
        run("docker", "rm", "--force", name)


def requests_a_second(name: str, port: int, *options: str) -> float:
    """Ask a container for the file for some seconds, and return how often it answered in one."""
    pid = run("docker", "inspect", "--format", "{{.State.Pid}}", name)
    report = run(
        *("nsenter", "--target", pid, "--net", "wrk", "--threads", "1"),
        *("--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s", *options),
        f"http://127.0.0.1:{port}/{FILE}",
    )
    if "Non-2xx" in report or "Socket errors" in report:
        sys.exit(f"Requests failed:\n{report}")
    found = re.search(r"^Requests/sec:\s+([\d.]+)", report, re.M)
    assert found, report
    return float(found[1])


def main() -> None:
    """Build the image, measure both in turn, and say what came out."""
    if os.geteuid() != 0 or not shutil.which("wrk"):
        sys.exit("This needs root and Debian's package wrk.")
    tag = f"bench-image-{os.getpid()}"
    run("docker", "build", "--quiet", "--tag", tag, str(ROOT))
    try:
        hardened = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", tag)
        with container(*hardened) as ours, container(BARE) as bare:
            page = run("docker", "exec", ours, "cat", f"/usr/share/nginx/html/{FILE}")
            folder = f"/usr/share/nginx/html/{Path(FILE).parent}"
            subprocess.run(
                [
                    *("docker", "exec", "--interactive", bare),
                    *("sh", "-c", f"mkdir -p {folder} && cat >/usr/share/nginx/html/{FILE}"),
                ],
                check=True,
                input=page + "\n",
                text=True,
            )
            pairs = []
            for number in range(ROUNDS):
                turns = [(ours, 8080), (bare, 80)]
                found = {
                    name: requests_a_second(name, port)
                    for name, port in (turns if number % 2 else reversed(turns))
                }
                pairs.append((found[ours], found[bare]))
                print(f"image {found[ours]:8.0f}/s   bare nginx {found[bare]:8.0f}/s", flush=True)
            packed = requests_a_second(ours, 8080, "--header", "Accept-Encoding: gzip")
    finally:
        run("docker", "image", "rm", tag)
    share = statistics.median(ours / bare for ours, bare in pairs)  # neighbors in time
    print(f"image / bare nginx: {share:.2f} (at least {SHARE}); image, compressed: {packed:.0f}/s")
    sys.exit(share < SHARE)


if __name__ == "__main__":
    main()
