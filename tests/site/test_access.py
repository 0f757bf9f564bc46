"""The site for those who do not see it as drawn: keyboard, zoom, high contrast, no movement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served_site import ServedSite, list_pages, visit

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 320, "height": 256}  # a window of 1280 by 1024 at 400 %
PAGES = ["index.md", "start/setup.md", "run/compose.md", "reference/glossary.md"]

# The outline of what has the focus, and the contrast of its colour with what lies around it.
FOCUS = """() => {
  let element = document.activeElement;
  if (element.matches(".md-option")) element = element.nextElementSibling; // what it shows
  else if (element.matches(".tabbed-set > input"))
    element = element.parentElement.querySelector(".tabbed-labels");
  else if (element.matches("input") && element.labels.length && !element.matches(".md-search__input"))
    element = [...element.labels].find((label) => label.getClientRects().length) || element;
  const style = getComputedStyle(element);
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const luminance = (...colors) => {
    for (const color of colors) { context.fillStyle = color; context.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const around = [];
  for (let up = element.parentElement; up; up = up.parentElement)
    around.unshift(getComputedStyle(up).backgroundColor);
  const [a, b] = [luminance(...around), luminance(...around, style.outlineColor)];
  const box = element.getBoundingClientRect();
  return {
    name: element.outerHTML.slice(0, 120),
    ended: element === document.body,
    search: element.matches(".md-search__input"),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
    seen: box.width > 0 && box.height > 0 && style.visibility === "visible",
  };
}"""

# What scrolls sideways without being a stop of the Tab key, or holding one.
UNREACHABLE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  if (!/auto|scroll/.test(style.overflowX) || element.scrollWidth <= element.clientWidth + 1) return false;
  if (style.visibility !== "visible" || !element.getClientRects().length) return false;
  return element.tabIndex < 0 && !element.querySelector("a, button, input, [tabindex='0']");
}).map((element) => element.outerHTML.slice(0, 120))"""

MOVING = """() => document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime > 1)
  .map((one) => `${one.transitionProperty || one.animationName}: ${one.effect.target.className}`)"""


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open windows with settings of one's own."""
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> Page:
        contexts.append(new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options}))
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_focus_can_be_seen(
    name: str, scheme: str, size: dict[str, int], open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page(viewport=size, color_scheme=scheme)
    page.goto(site.address(name), wait_until="networkidle")
    stops = 0
    for _ in range(400):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["ended"]:
            break
        stops += 1
        assert focus["seen"], focus
        # The box of the search shows its focus by opening.
        assert focus["search"] or (focus["outline"] >= 2 and focus["contrast"] >= 3), focus
        if focus["search"]:
            page.keyboard.press("Escape")
    assert stops > 5


@pytest.mark.parametrize("name", list_pages())
def test_at_400_percent_only_code_tables_and_pictures_scroll_sideways(
    name: str, open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page(viewport=ZOOMED)
    page.goto(site.address(name), wait_until="networkidle")
    page.locator("article").evaluate(
        "article => article.querySelectorAll('details').forEach(box => box.open = true)"
    )
    page.wait_for_timeout(100)  # what was hidden is measured with the next frame
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
    assert page.evaluate(UNREACHABLE) == []


def test_nothing_moves_for_those_who_asked_for_that(
    open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page(viewport=PHONE)
    page.goto(site.address("start/setup.md"), wait_until="networkidle")
    page.get_by_role("button", name="Navigation").press("Enter")
    assert page.evaluate(MOVING) == []
    page.keyboard.press("Escape")
    assert page.evaluate(MOVING) == []
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a plain dict will do
    page.keyboard.press("/")
    page.wait_for_function("document.getElementById('__search').checked")  # or Escape finds none
    assert page.evaluate(MOVING) == []
    page.keyboard.press("Escape")
    page.locator(".tabbed-labels > label").last.click()
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colors_icons_and_boxes_are_there(
    scheme: str, open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page(color_scheme=scheme, forced_colors="active")
    page.goto(site.address("start/setup.md"), wait_until="networkidle")
    invisible = page.evaluate(
        """() => {
          const paper = getComputedStyle(document.body).backgroundColor;
          const of = (element, part) => getComputedStyle(element, part);
          const drawn = (style) => style.maskImage !== "none" && style.backgroundColor === paper;
          return [...document.querySelectorAll("body *")].filter((element) =>
            element.getClientRects().length && [null, "::before", "::after"].some((part) => drawn(of(element, part)) &&
              (part === null || of(element, part).content !== "none")))
            .map((element) => element.outerHTML.slice(0, 120));
        }"""
    )
    assert invisible == []
    for box in page.locator("article :is(.admonition, details, pre > code)").all():
        assert box.evaluate("box => parseFloat(getComputedStyle(box).borderLeftWidth)") > 0
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["outline"] >= 2


def test_a_picture_is_heard_by_its_title_and_description(
    open_page: Callable[..., Page], site: ServedSite
) -> None:
    page = open_page()
    visit(page, site.address("start/setup.md"))
    picture = page.locator("figure.diagram svg").first
    caption = page.locator("figure.diagram figcaption").first.inner_text()
    expect(picture).to_have_accessible_name(caption.removeprefix("Figure: "))
    expect(picture).to_have_accessible_description(picture.locator("desc").text_content() or "")
