"""What readers type leads them to the page that answers it. queries.toml holds what they type."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import offline
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from served_site import ServedSite, visit

pytestmark = pytest.mark.browser

QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))
MRR = 0.95
RECALL = 0.97
AS_IN_THE_WORKER = """async ([url, queries]) => {
  const index = await (await fetch(`${url}search/search_index.json`)).json();
  answerSearch({ type: 0, data: index });
  return queries.map((query) => answerSearch({ type: 2, data: query }).data.items.map(
    ([page]) => page.location.split("#")[0].replace(/[/]$/, "")));
}"""


@pytest.fixture(scope="module")
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """One window."""
    context = new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def ranks(page: Page, site: ServedSite) -> dict[str, int]:
    """The place of the first page that answers, for each query; 0 where none does."""
    visit(page, site.url)
    page.add_script_tag(url=f"{site.url}assets/javascripts/workers/search.js")
    wanted = {query: pages for kind in QUERIES.values() for query, pages in kind.items()}
    answers = page.evaluate(AS_IN_THE_WORKER, [site.url, list(wanted)])
    return {
        query: next((place for place, name in enumerate(found, 1) if name in pages), 0)
        for (query, pages), found in zip(wanted.items(), answers, strict=True)
    }


def test_the_queries_are_of_seven_kinds() -> None:
    assert len(QUERIES) == 7
    assert sum(map(len, QUERIES.values())) >= 60


def test_every_query_has_a_result(ranks: dict[str, int]) -> None:
    assert [query for query, rank in ranks.items() if rank == 0] == []


def test_the_right_page_comes_first(ranks: dict[str, int]) -> None:
    late = {query: rank for query, rank in ranks.items() if rank != 1}
    assert sum(1 / rank for rank in ranks.values() if 0 < rank <= 10) / len(ranks) >= MRR, late


def test_the_right_page_is_among_the_first_three(ranks: dict[str, int]) -> None:
    late = {query: rank for query, rank in ranks.items() if not 0 < rank <= 3}
    assert 1 - len(late) / len(ranks) >= RECALL, late


def test_the_box_asks_this_engine(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.keyboard.press("/")
    page.keyboard.type("dokcer system df")
    first = page.locator(".md-search-result__link").first
    expect(first).to_have_attribute("href", re.compile("layers/storage-management/"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("article mark").first).to_be_visible()


@pytest.fixture(scope="module")
def folder(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The offline edition, unpacked. It asks for the browser, or it would be built in vain."""
    place = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(offline.write(place / "edition.zip")) as archive:
        archive.extractall(place)
    return place / offline.NAME


def test_links_and_search_work_from_a_folder(browser: Browser, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, (folder / "index.html").as_uri())
    page.locator("nav.md-tabs a", has_text="Run").click()
    page.wait_for_url("**/run/first-containers.html")
    page.keyboard.press("/")
    page.keyboard.type("exec format error")
    link = page.locator(".md-search-result__link").first
    expect(link).to_be_visible()
    assert "reference/errors-containers.html" in (link.get_attribute("href") or "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("article mark").first).to_be_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
