"""Without a script the text, the tabs and the pictures are there; on paper, every tab under its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served_site import ServedSite

pytestmark = pytest.mark.browser

TABBED = "start/setup.md"
DRAWN = "run/lifecycle.md"
ORDER = """set => {
  const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
  const blocks = [...set.querySelectorAll(":scope > .tabbed-content > .tabbed-block")];
  return labels.flatMap((label, at) => [label, blocks[at]]).map((one) => one.getBoundingClientRect().top);
}"""


def test_every_tab_can_be_read(without_scripts: Page, site: ServedSite) -> None:
    without_scripts.goto(site.address(TABBED))
    tabs = without_scripts.locator(".tabbed-set").first
    labels = tabs.locator(":scope > .tabbed-labels > label")
    assert labels.count() > 1
    for at in range(labels.count()):
        labels.nth(at).click()
        expect(tabs.locator(":scope > .tabbed-content > .tabbed-block").nth(at)).to_be_visible()


@pytest.mark.parametrize("name", ["layers/like-git.md", "reference/cheat-sheet.md", TABBED])
def test_a_small_window_does_not_scroll_sideways(
    name: str, new_context: Callable[..., BrowserContext], site: ServedSite
) -> None:
    context = new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(site.address(name))
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 320
    context.close()


def test_pictures_and_navigation_are_there(without_scripts: Page, site: ServedSite) -> None:
    without_scripts.goto(site.address(DRAWN))
    expect(without_scripts.locator("article .diagram svg").first).to_be_visible()
    expect(without_scripts.locator("nav.md-tabs a").first).to_be_attached()


def test_the_search_is_not_offered(without_scripts: Page, site: ServedSite) -> None:
    without_scripts.goto(site.url)
    expect(without_scripts.locator(".md-search")).to_be_hidden()
    for label in without_scripts.locator("[for=__search]").all():
        expect(label).to_be_hidden()


def test_on_paper_each_tab_stands_under_its_name(
    new_context: Callable[..., BrowserContext], site: ServedSite
) -> None:
    page = new_context().new_page()
    page.goto(site.address(TABBED))
    page.emulate_media(media="print")
    for tabs in page.locator(".tabbed-set").all():
        for block in tabs.locator(":scope > .tabbed-content > .tabbed-block").all():
            expect(block).to_be_visible()
        tops = tabs.evaluate(ORDER)
        assert tops == sorted(tops)
    page.context.close()
