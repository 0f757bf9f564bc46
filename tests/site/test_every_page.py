"""What is true of every page that the site publishes, the page for a wrong address included.

A page is opened once, in a wide window in light mode; its tests then change the window and the
scheme, which needs no new load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import accessibility
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from served_site import ServedSite, list_pages

pytestmark = pytest.mark.browser

SOMETHING = re.compile(r"\w")
# Read out of its place, such a link says nothing; Lighthouse has the same list.
NAMELESS = {
    *("click here", "click this", "go", "here", "information", "learn more", "more", "more info"),
    *("more information", "right here", "read more", "see more", "start", "this"),
}
NOT_FOUND = "a page that is not there"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
SMALL = {"width": 320, "height": 640}


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was opened once, and what happened while it loaded."""

    name: str
    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=[*list_pages(), NOT_FOUND])
def visit(
    request: pytest.FixtureRequest, site: ServedSite, new_context: Callable[..., BrowserContext]
) -> Iterator[Visit]:
    """Each page of the site."""
    # Animations would be measured half way.
    context = new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
    visit = Visit(request.param, context.new_page())
    visit.page.on("console", lambda m: visit.errors.append(m.text) if m.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("request", lambda request: visit.requests.append(request.url))
    visit.page.goto(site.address(visit.name), wait_until="networkidle")
    yield visit
    context.close()


def test_it_loads_without_an_error(visit: Visit) -> None:
    expected = ["404 (Not Found)"] if visit.name == NOT_FOUND else []
    assert [error for error in visit.errors if not any(text in error for text in expected)] == []


def test_it_asks_no_other_host(visit: Visit, site: ServedSite) -> None:
    ours = (site.url, "data:", "blob:")
    assert [url for url in visit.requests if not url.startswith(ours)] == []


def test_it_has_one_title_and_a_description_of_its_own(visit: Visit) -> None:
    page = visit.page
    assert page.locator("h1").count() == 1
    assert page.locator("meta[name=description]").get_attribute("content")
    headline = page.locator("h1").inner_text().removesuffix("¶").strip()
    social = page.locator("meta[property='og:title']").get_attribute("content")
    assert visit.name in {"index.md", NOT_FOUND} or social == headline


def test_it_has_a_card_for_chats(visit: Visit, site: ServedSite) -> None:
    address = visit.page.locator("meta[property='og:image']").get_attribute("content")
    assert address
    assert address.startswith(f"{site.url}assets/cards/")
    with Image.open(site.folder / address.removeprefix(site.url)) as card:
        assert card.size == (1200, 630)


def test_its_links_say_where_they_lead(visit: Visit) -> None:
    texts = visit.page.locator("a").all_text_contents()
    assert NAMELESS & {text.strip().lower() for text in texts} == set()


def test_its_first_stop_of_the_tab_key_skips_to_the_text(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    target = page.evaluate("location.hash.slice(1)")
    assert page.locator("h1").get_attribute("id") == target


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, scheme: str, size: dict[str, int]) -> None:
    visit.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict will do
    visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    only = accessibility.COLOUR_RULES if scheme == "dark" else None
    assert accessibility.problems(visit.page, only=only) == []


def test_nothing_sticks_out_of_a_small_window(visit: Visit) -> None:
    page = visit.page
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # a plain dict will do
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]


def test_its_diagrams_are_drawn(visit: Visit) -> None:
    page = visit.page
    assert page.locator("pre.mermaid, code.language-mermaid").count() == 0
    for diagram in page.locator("figure.diagram, .mermaid").all():
        drawing = diagram.locator("svg").first
        assert drawing.bounding_box(), "a diagram takes no room"
        expect(drawing).to_have_role("img")
        expect(drawing).to_have_accessible_name(SOMETHING)
        expect(drawing).to_have_accessible_description(SOMETHING)


def test_its_text_is_there_without_a_script(
    visit: Visit, site: ServedSite, without_scripts: Page
) -> None:
    visit.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a plain dict will do
    # What only a script can do is not offered without one, and says so in its class.
    visit.page.evaluate("document.querySelectorAll('.only-js').forEach((only) => only.remove())")
    without_scripts.goto(site.address(visit.name))
    shown, plain = (
        page.locator("article").inner_text().split() for page in (visit.page, without_scripts)
    )
    assert plain == shown
