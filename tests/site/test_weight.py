"""How much a page costs its reader, counted in what a browser asks for, as sent with gzip.

Bytes and requests are the same on every machine; `make bench-reader` measures times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest
import transfer
from playwright.sync_api import BrowserContext, Page, Route, expect
from served_site import ROOT, ServedSite, list_pages

pytestmark = pytest.mark.browser

FIRST_VISIT = 36_000  # bytes without images; the lightest generator measured sends 60 kB
SHARED = 26_000  # of them, what every page needs: the rest is the page itself
NEXT_PAGE = 10_000
REQUESTS = 12
SCRIPTS = 8_000


@dataclass(frozen=True, slots=True)
class Visits:
    """A first visit to a page, and a second one with what the browser kept of other pages."""

    name: str
    requests: list[str]
    shift: float


SHIFT = """() => {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture(scope="module", params=list_pages())
def visit(
    request: pytest.FixtureRequest, site: ServedSite, new_context: Callable[..., BrowserContext]
) -> Iterator[Visits]:
    """Each page of the site, read to its end."""
    context = new_context(viewport={"width": 412, "height": 823}, color_scheme="dark")
    context.add_init_script(f"({SHIFT})()")
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda one: requests.append(one.url))
    page.goto(site.address(request.param), wait_until="networkidle")
    page.mouse.wheel(0, 100_000)
    page.wait_for_timeout(100)
    yield Visits(request.param, requests, page.evaluate("window.shift"))
    context.close()


def test_a_first_visit_is_light(visit: Visits, site: ServedSite) -> None:
    sent = transfer.without_images(transfer.sizes(visit.requests, site))
    page = transfer.size(site.file(visit.name))
    assert sum(sent.values()) <= FIRST_VISIT, sent
    assert sum(sent.values()) - page <= SHARED, sent


def test_a_first_visit_takes_few_requests(visit: Visits) -> None:
    assert len(visit.requests) <= REQUESTS, visit.requests


def test_nothing_is_asked_twice(visit: Visits) -> None:
    assert len(set(visit.requests)) == len(visit.requests)


def test_search_definitions_and_mermaid_wait_until_they_are_wanted(visit: Visits) -> None:
    assert [url for url in visit.requests if re.search("/search|/terms|mermaid", url)] == []


def test_the_next_page_is_light(visit: Visits, site: ServedSite) -> None:
    sent = transfer.size(site.file(visit.name))
    advice = "Shorten it, or move one of its goals to a page of its own"
    assert sent <= NEXT_PAGE, f"docs/{visit.name}: {sent:,} bytes as sent. {advice}."


def test_nothing_moves_while_a_page_loads(visit: Visits) -> None:
    assert visit.shift == 0


def test_the_scripts_are_small(site: ServedSite) -> None:
    scripts = sorted((site.folder / "assets/javascripts").glob("*.js"))
    assert len(scripts) > 2
    assert sum(map(transfer.size, scripts)) <= SCRIPTS


def test_a_page_asks_for_one_script_beside_the_one_that_runs_first(visit: Visits) -> None:
    scripts = {url.rpartition("/")[2] for url in visit.requests if url.endswith(".js")}
    (site,) = scripts - {"early.js", "tabs.js"}  # the latter where a page has tabs
    assert site.startswith("site.")


# What the reduced style sheet must not change: a rule that is missing shows in one of these.
LOOKS = """() => {
  const names = ("display position top left width height margin padding color background-color " +
    "background-image border border-radius box-shadow font font-weight opacity visibility transform " +
    "overflow outline text-decoration mask-image float order flex grid-template-columns z-index " +
    "white-space transition animation-name content list-style text-align cursor fill stroke").split(" ");
  const look = (element, part) => {
    const style = getComputedStyle(element, part);
    return names.map((name) => style.getPropertyValue(name)).join(";");
  };
  return [...document.querySelectorAll("html, body, body *")].map((element) =>
    [element.outerHTML.slice(0, 100), look(element), look(element, "::before"), look(element, "::after")]);
}"""


def whole_style_sheet(site: ServedSite) -> str:
    """Return every rule of the theme and of this site, and those that the build adds."""
    theme = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    ours = ROOT / "assets" / "stylesheets"
    paths = (
        *theme.glob("main.*.css"),
        *theme.glob("palette.*.css"),
        *(ours / name for name in ("diagrams.css", "extra.css", "verified.css")),
        *(site.folder / "assets" / "stylesheets").glob("site.*.css"),
    )
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def do_nothing(page: Page) -> None:
    pass


def search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("volume")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def open_the_drawer(page: Page) -> None:
    page.get_by_role("button", name="Navigation").press("Enter")


def copy(page: Page) -> None:
    page.get_by_role("button", name="Copy to clipboard").first.click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "width", "act"),
    [
        ("index.md", 1280, do_nothing),
        ("start/setup.md", 1280, copy),
        ("start/setup.md", 800, do_nothing),
        ("run/compose.md", 1280, search),
        ("run/compose.md", 360, search),
        ("layers/like-git.md", 360, open_the_drawer),
        ("reference/glossary.md", 1280, do_nothing),
    ],
)
def test_the_reduced_style_sheet_changes_no_looks(
    name: str,
    width: int,
    act: Callable[[Page], None],
    scheme: str,
    site: ServedSite,
    new_context: Callable[..., BrowserContext],
) -> None:
    whole = whole_style_sheet(site)

    def serve_all(route: Route) -> None:
        route.fulfill(body=whole, content_type="text/css")

    looks, rules = [], []
    for reduced in (False, True):
        context = new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-write"],
        )
        page = context.new_page()
        if not reduced:
            page.route("**/site.*.css", serve_all)
        page.goto(site.address(name), wait_until="networkidle")
        act(page)
        page.wait_for_timeout(300)
        looks.append(page.evaluate(LOOKS))
        rules.append(page.evaluate("document.styleSheets[0].cssRules.length"))
        context.close()
    assert rules[0] > rules[1]
    assert len(looks[0]) == len(looks[1])
    assert [pair for pair in zip(*looks, strict=True) if pair[0] != pair[1]][:3] == []
