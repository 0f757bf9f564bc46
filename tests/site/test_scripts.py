"""What our own scripts do in place of the theme's, beyond what test_reading.py does as a reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from served_site import ServedSite, visit

pytestmark = pytest.mark.browser

LONG = "run/lifecycle.md"
TABBED = "start/setup.md"
INDEX = "**/search_index.json"


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open windows of one profile, with settings of one's own."""
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> Page:
        wide = {"width": 1280, "height": 800}
        contexts.append(new_context(**{"viewport": wide, "reduced_motion": "reduce", **options}))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A wide window."""
    return open_page(permissions=["clipboard-read", "clipboard-write"])


def scheme(page: Page) -> str | None:
    return page.locator("body").get_attribute("data-md-color-scheme")


# palette.js


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_goes_on_to_the_next_scheme(key: str, page: Page, site: ServedSite) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, site.url)
    page.locator(".md-option").first.focus()
    seen = []
    for _ in range(3):
        page.keyboard.press(key)
        seen.append(scheme(page))
    assert seen == ["default", "slate", "slate"], "light, dark, and as the system has it"


def test_the_scheme_follows_the_system_until_one_is_chosen(page: Page, site: ServedSite) -> None:
    page.emulate_media(color_scheme="light")
    visit(page, site.url)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_title("Switch to light mode").click()
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    assert scheme(page) == "default"


def test_another_window_follows_a_choice(page: Page, site: ServedSite) -> None:
    other = page.context.new_page()
    for window in (other, page):
        window.emulate_media(color_scheme="dark")
        visit(window, site.url)
    page.get_by_title("Switch to light mode").click()
    expect(other.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_what_surrounds_the_page_has_the_colour_of_the_scheme(page: Page, site: ServedSite) -> None:
    page.emulate_media(color_scheme="dark")
    visit(page, site.url)
    colours = "[...document.querySelectorAll('meta[name=theme-color]')].map((one) => one.content)"
    light, dark = page.evaluate(colours)
    assert light != dark
    page.get_by_title("Switch to light mode").click()
    assert page.evaluate(colours) == [light, light]
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") != "dark"


# contents.js


MARKED = ".md-sidebar--secondary .md-nav__link--active"


def test_the_contents_mark_where_the_reader_is(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LONG))
    expect(page.locator(MARKED)).to_have_count(0)
    headings = page.locator("article h2")
    for at in (1, 3, 2):
        heading = headings.nth(at)
        heading.evaluate("(heading) => scrollTo(0, heading.offsetTop - 60)")
        name = heading.evaluate("(heading) => heading.firstChild.textContent.trim()")
        expect(page.locator(MARKED)).to_have_text(name)


def test_at_the_end_of_a_page_its_last_section_is_marked(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LONG))
    page.keyboard.press("End")
    last = page.locator(".md-sidebar--secondary a.md-nav__link").last
    expect(last).to_have_class(re.compile("active"))
    page.keyboard.press("Home")
    expect(page.locator(MARKED)).to_have_count(0)


def test_the_contents_scroll_with_the_reader(
    open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page(viewport={"width": 1280, "height": 360})
    visit(page, site.address("reference/glossary.md"))
    page.keyboard.press("End")
    expect(page.locator(MARKED)).to_be_in_viewport()


def test_the_header_shows_the_title_once_its_heading_is_gone(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LONG))
    title = page.locator(".md-header__title")
    expect(title).not_to_have_class(re.compile("active"))
    page.mouse.wheel(0, 600)
    expect(title).to_have_class(re.compile("active"))


def test_an_address_opens_the_box_that_holds_it(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LONG))
    page.locator("article details").first.evaluate(
        "(box) => box.querySelector(':scope > :not(summary)').id = 'inside'"
    )
    page.evaluate("location.hash = '#inside'")
    expect(page.locator("#inside")).to_be_in_viewport()


# search.js


def results(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_the_arrow_keys_go_through_the_results(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    results(page, "volume")
    box = page.get_by_role("textbox", name="Search")
    stops = page.locator(".md-search-result__list :is(:not(details) > a, summary)")
    page.keyboard.press("ArrowDown")
    expect(stops.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(stops.last).to_be_focused()
    page.keyboard.press("s")
    expect(box).to_be_focused()
    expect(box).to_have_value("volumes")


def test_the_right_arrow_takes_the_completion(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    results(page, "glos")
    expect(page.locator(".md-search__suggest")).to_have_text("glossary")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("glossary")


def test_more_sections_of_a_page_are_folded(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    results(page, "exec format error")
    more = page.locator(".md-search-result__more").first
    expect(more.locator("a").first).to_be_hidden()
    more.locator("summary").click()
    expect(more.locator("a").first).to_be_visible()


def test_a_word_that_is_nowhere_has_no_result(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.keyboard.press("/")
    page.keyboard.type("qqqqzzzz")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_the_box_is_emptied_by_its_button(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    results(page, "volume")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")


def test_a_search_in_the_address_leaves_it_when_the_box_closes(
    page: Page, site: ServedSite
) -> None:
    visit(page, f"{site.url}?q=volume")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.url == site.url


def test_a_search_that_did_not_load_says_so_and_tries_again(page: Page, site: ServedSite) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    visit(page, site.url)
    page.route(INDEX, refuse)
    page.keyboard.press("/")
    expect(page.locator(".md-search-result__meta")).to_contain_text("did not load")
    page.unroute(INDEX, refuse)
    page.keyboard.type("volume")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_a_click_beside_the_box_closes_it(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    results(page, "volume")
    page.mouse.click(1270, 790)
    expect(page.locator(".md-search-result__link").first).to_be_hidden()


def test_a_narrow_window_opens_the_search_by_its_icon(
    open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True)
    visit(page, site.url)
    page.locator(".md-header > nav > [for=__search]").tap()
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.locator(".md-search__form [for=__search]").tap()
    expect(page.locator("#__search")).not_to_be_checked()


# code.js


def press_copy(page: Page) -> None:
    listing = page.locator("article > .language-console").first
    listing.get_by_role("button", name="Copy to clipboard").click()


def test_a_listing_is_copied_where_there_is_no_clipboard_to_write(
    page: Page, site: ServedSite
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    visit(page, site.address(LONG))
    page.evaluate(
        "document.execCommand = (name) => { window.copied = `${getSelection()}`; return true; }"
    )
    press_copy(page)
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    copied = page.evaluate("window.copied")
    assert copied.startswith("docker ")
    assert "$ " not in copied


def test_what_cannot_be_copied_is_said(page: Page, site: ServedSite) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    visit(page, site.address(LONG))
    press_copy(page)
    expect(page.get_by_text("did not let this page copy")).to_be_visible()
    expect(page.locator("[data-md-copying]")).to_have_count(0)


# tabs.js


def test_tabs_of_one_name_change_together_and_the_pressed_one_stays_where_it_is(
    page: Page, site: ServedSite
) -> None:
    visit(page, site.address(TABBED))
    pressed = page.locator(".tabbed-labels > label", has_text="Windows").last
    pressed.scroll_into_view_if_needed()
    before = pressed.bounding_box()
    pressed.click()
    after = pressed.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 2
    for tabs in page.locator(".tabbed-set").all():
        label = tabs.locator("> .tabbed-labels > label", has_text="Windows")
        if label.count():
            assert page.locator(f"#{label.get_attribute('for')}").is_checked()


def test_the_chosen_tab_is_underlined(page: Page, site: ServedSite) -> None:
    visit(page, site.address(TABBED))
    page.locator(".tabbed-labels").first.locator("label").nth(1).click()
    lines = (
        page.locator(".tabbed-labels")
        .first.locator("label")
        .evaluate_all("labels => labels.map((label) => getComputedStyle(label).borderBottomColor)")
    )
    clear = "rgba(0, 0, 0, 0)"
    assert [line == clear for line in lines[:3]] == [True, False, True]


def test_an_address_opens_the_tab_that_holds_it(page: Page, site: ServedSite) -> None:
    visit(page, site.address(TABBED))
    page.locator(".tabbed-block").nth(1).evaluate(
        "(block) => block.firstElementChild.id = 'inside'"
    )
    expect(page.locator("#inside")).to_be_hidden()
    page.evaluate("location.hash = '#inside'")
    expect(page.locator("#inside")).to_be_in_viewport()


# keyboard.js


def test_keys_lead_to_the_next_page_and_back(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.keyboard.press("n")
    page.wait_for_url(site.address("start/setup.md"))
    page.keyboard.press("p")
    page.wait_for_url(site.url)


def test_keys_of_one_character_can_be_turned_off(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.get_by_role("button", name="Turn them off").click()
    visit(page, site.address(LONG))
    for key in ("/", "n"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == site.address(LONG)
    expect(page.locator("#__search")).not_to_be_checked()
    page.get_by_role("button", name="Turn keys on").click()
    page.keyboard.press("/")
    expect(page.locator("#__search")).to_be_checked()


def test_a_key_in_a_field_is_a_letter(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.keyboard.press("/")
    page.keyboard.type("snp/")
    expect(page.get_by_role("textbox", name="Search")).to_have_value("snp/")
