"""Measure how long a reader waits for the first result of a search.

`make bench-search` opens the built site in a browser, types the queries of tests/site/queries.toml
key by key, and prints the median, the 95th percentile and the maximum of the milliseconds from the
press of a key to the frame that shows the first result. They depend on what else the machine does.

    python tests/bench/search.py --every 10

types each tenth query only.
"""

from __future__ import annotations

import argparse
import statistics
import tomllib
from pathlib import Path

import served_site
from playwright.sync_api import Page

QUERIES = Path(__file__).parents[1] / "site" / "queries.toml"

# `shown` is a promise of each press: milliseconds, or null where nothing was found for a second.
_WATCH = """() => {
  const list = document.querySelector(".md-search-result__list");
  document.addEventListener("keydown", ({ timeStamp }) => {
    window.shown = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!list.querySelector("a")) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      });
      observer.observe(list, { childList: true });
      setTimeout(() => resolve(null), 1000);
    });
  }, true);
}"""


def main() -> None:
    """Build the site, type, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth query")
    every = parser.parse_args().every
    kinds = tomllib.loads(QUERIES.read_text(encoding="utf-8"))
    queries = [query for kind in kinds.values() for query in kind][::every]
    with served_site.open_browser() as (browser, site):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        served_site.visit(page, site.url)
        page.evaluate(_WATCH)
        page.keyboard.press("/")
        _type(page, "docker")  # the index is fetched and read before the first answer
        times = sorted(time for query in queries for time in _type(page, query))
    print(f"{len(queries)} queries, {len(times)} keys with a result, in milliseconds:")
    last = len(times) - 1
    print(f"median {statistics.median(times):.0f}, ", end="")
    print(f"95 % {times[round(last * 0.95)]:.0f}, maximum {times[last]:.0f}")


def _type(page: Page, query: str) -> list[float]:
    """Type a query into the empty box, and return the time of each key that had a result."""
    page.locator(".md-search__input").fill("")
    times = []
    for key in query:
        page.keyboard.type(key)
        times.append(page.evaluate("() => window.shown"))
    return [time for time in times if time is not None]


if __name__ == "__main__":
    main()
