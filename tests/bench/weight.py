"""Measure what a reader's browser loads, and what Lighthouse says of it.

`make bench-reader` prints, for each page of the site: the bytes of a first visit without images, its
requests, the bytes of the page itself (what a visit costs after another page), and those of its bare
text. These are the same on every machine. Then Lighthouse, with its settings for mobile devices, for
four pages: the median of RUNS runs, three if you say nothing. Its times depend on what else the
machine does: to compare them with another generator's, build the same pages with it, name the folder,
and both are run in turn:

    PEER=~/starlight/dist RUNS=5 make bench-reader

Lighthouse is no part of this project, for it brings 200 packages with it. Install it anywhere:

    npm install --prefix ~/lighthouse lighthouse
    PATH=~/lighthouse/node_modules/.bin:$PATH make bench-reader
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

import browsers
import served_site
import transfer
from playwright.sync_api import Browser
from served_site import ServedSite

PHONE = {"width": 412, "height": 823}  # as Lighthouse's
Run: TypeAlias = dict[str, Any]  # what Lighthouse reports, as it writes it
RATED = ["index.md", "start/setup.md", "layers/storage-management.md", "run/compose.md"]
RUNS = int(os.environ.get("RUNS", "3"))
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
METRICS = {
    "first-contentful-paint": "FCP ms",
    "largest-contentful-paint": "LCP ms",
    "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
}


def main() -> None:
    """Build the site, serve it as a host would, and print two tables."""
    with served_site.open_browser() as (browser, site):
        print(f"{'page':46} {'first':>7} {'requests':>9} {'page':>7} {'text':>7}")
        for name in served_site.list_pages():
            print(_weigh(name, site, browser))
        if lighthouse := shutil.which("lighthouse"):
            _rate_pages(site, lighthouse)
        else:
            print("\nLighthouse is not on the PATH: npm install --prefix ~/lighthouse lighthouse")


def _rate_pages(site: ServedSite, lighthouse: str) -> None:
    print(f"\n{'page':46} {' '.join(f'{name[:13]:>13}' for name in CATEGORIES)}", end="")
    print(f" {' '.join(f'{name:>7}' for name in METRICS.values())} {'index':>6}")
    with ExitStack() as stack:
        rated = {"": site}
        if peer := os.environ.get("PEER"):
            rated["  the peer"] = stack.enter_context(served_site.serve(Path(peer)))
        for name in RATED:
            runs: dict[str, list[Run]] = {who: [] for who in rated}
            for _ in range(RUNS):
                for who, one in rated.items():
                    runs[who].append(_run(one.address(name), lighthouse))
            for who in rated:
                print(_rate(who or name, runs[who]))


def _weigh(name: str, site: ServedSite, browser: Browser) -> str:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]  # a plain dict will do
    requests: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site.address(name), wait_until="networkidle")
    context.close()
    first = sum(transfer.without_images(transfer.sizes(requests, site)).values())
    itself, text = transfer.size(site.file(name)), transfer.size_of_text(site.file(name))
    return f"{name:46} {first:7} {len(requests):9} {itself:7} {text:7}"


def _rate(label: str, runs: list[Run]) -> str:
    scores = [
        statistics.median(run["categories"][one]["score"] for run in runs) for one in CATEGORIES
    ]
    times = [
        statistics.median(run["audits"][one]["numericValue"] for run in runs) for one in METRICS
    ]
    index = statistics.median(run["environment"]["benchmarkIndex"] for run in runs)
    shown = " ".join(f"{score * 100:13.0f}" for score in scores)
    measured = " ".join(f"{time:7.0f}" for time in times[:-1])
    return f"{label:46} {shown} {measured} {times[-1]:7.3f} {index:6.0f}"


def _run(address: str, lighthouse: str) -> Run:
    flags = " ".join(["--headless=new", *browsers.flags()])
    done = subprocess.run(
        [lighthouse, address, "--output=json", "--quiet", f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": str(browsers.find())},
        capture_output=True,
        text=True,
        check=True,
    )
    report: Run = json.loads(done.stdout)
    return report


if __name__ == "__main__":
    main()
