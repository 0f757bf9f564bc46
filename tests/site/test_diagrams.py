"""Diagrams in a real browser: as large as Mermaid draws them there, and legible everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_site
from diagram_samples import ARGUMENTS, SAMPLES
from diagrams.cache import Cache
from diagrams.engine import MERMAID, Drawing, Engine
from diagrams.figure import SMALLEST_TEXT, show
from diagrams.render import render
from diagrams.theme import DARK, FONT, FONT_SIZE, LIGHT, configure
from playwright.sync_api import Browser, BrowserContext, Page
from served_site import ServedSite, serve, visit

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
SMALL = {"width": 320, "height": 640}
OTHER_IN_A_BROWSER = {
    "flowchart-special-characters": "entities stay undecoded in SVG labels there",
    "flowchart-unicode": "no font for Japanese or for pictures of whales is sure to be there",
    "treeview": "set in a monospaced font, whose widths are only estimated",
}
PANGRAM = "Sphinx of black quartz, judge my vow"

# What stands in a node must not leave it, and nothing must leave the picture.
FIND_STRAY_TEXT = """(slack) => {
  const stray = [];
  const box = (elements) => {
    const all = elements.map((e) => e.getBoundingClientRect()).filter((r) => r.width && r.height);
    return all.length && {
      left: Math.min(...all.map((r) => r.left)), right: Math.max(...all.map((r) => r.right)),
      top: Math.min(...all.map((r) => r.top)), bottom: Math.max(...all.map((r) => r.bottom)),
    };
  };
  const leaves = (inner, outer) =>
    inner.left < outer.left - slack || inner.right > outer.right + slack ||
    inner.top < outer.top - slack || inner.bottom > outer.bottom + slack;
  for (const svg of document.querySelectorAll('.diagram__view svg')) {
    for (const text of svg.querySelectorAll('text')) {
      const inner = box([text]);
      if (inner && leaves(inner, svg.getBoundingClientRect()))
        stray.push(`${svg.id}: '${text.textContent}' leaves the picture`);
    }
    for (const node of svg.querySelectorAll('g.node')) {
      if (node.textContent === 'API') continue; // the name of an interface stands below its circle
      const inner = box([...node.querySelectorAll('text')]);
      const outer = box([...node.querySelectorAll('rect, circle, ellipse, polygon, path')]);
      if (inner && outer && leaves(inner, outer))
        stray.push(`${svg.id}: '${node.textContent}' leaves its node`);
    }
  }
  return stray;
}"""


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawing]:
    """The samples by name, drawn as the site draws them."""
    engine = Engine(*configure(ARGUMENTS))
    drawn = {}
    for path in SAMPLES:
        drawing = engine.draw(path.read_text(encoding="utf-8"), "dg" + path.stem.replace("-", ""))
        assert isinstance(drawing, Drawing), path.stem
        drawn[path.stem] = drawing
    engine.close()
    return drawn


@pytest.fixture(scope="module")
def context(new_context: Callable[..., BrowserContext]) -> Iterator[BrowserContext]:
    # The drawings stand in these pages as they are made: the build moves their style sheets later.
    context = new_context(
        viewport=WIDE, color_scheme="light", reduced_motion="reduce", bypass_csp=True
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def gallery(
    context: BrowserContext, site: ServedSite, tmp_path_factory: pytest.TempPathFactory
) -> Page:
    """A page of the site that holds all samples in place of its text."""
    cache = Cache(tmp_path_factory.mktemp("cache"), "gallery")
    engine = Engine(*configure(ARGUMENTS))
    figures = []
    for path in SAMPLES:
        result = render(path.read_text(encoding="utf-8"), engine=engine, cache=cache)
        assert result.drawing is not None, path.stem
        figures.append(show(result.drawing, result.key, result.words))
    engine.close()
    page = context.new_page()
    visit(page, site.url)
    page.evaluate("html => document.querySelector('article').innerHTML = html", "".join(figures))
    return page


@pytest.fixture(params=[WIDE, SMALL], ids=["wide", "320"])
def window(request: pytest.FixtureRequest, gallery: Page) -> Page:
    gallery.emulate_media(media="screen", color_scheme="light")
    gallery.set_viewport_size(request.param)
    return gallery


def scale_of_font(page: Page) -> float:
    """Return how much wider this machine sets text than the metrics say: 1 for the same font."""
    width = page.evaluate(
        """([font, text]) => {
          const context = document.createElement('canvas').getContext('2d');
          context.font = `100px ${font}`;
          return context.measureText(text).width;
        }""",
        [FONT, PANGRAM],
    )
    return float(width) / 1668.3  # in Liberation Sans, Arial and Helvetica


def test_a_picture_has_the_size_that_mermaid_gives_it_in_a_browser(
    context: BrowserContext, drawings: dict[str, Drawing]
) -> None:
    page = context.new_page()
    page.set_content("<!DOCTYPE html><meta charset=utf-8><body></body>")
    page.add_script_tag(path=MERMAID)
    scale = scale_of_font(page)
    tolerance = 0.03 + abs(scale - 1)
    page.evaluate("settings => mermaid.initialize(settings)", configure(ARGUMENTS)[0].configuration)
    different = []
    for path in SAMPLES:
        if path.stem in OTHER_IN_A_BROWSER:
            continue
        width, height = page.evaluate(
            """async ([name, text]) => {
              const { svg } = await mermaid.render(name, text);
              const host = document.createElement('div');
              host.innerHTML = svg;
              return host.firstElementChild.getAttribute('viewBox').split(' ').slice(2).map(Number);
            }""",
            ["m" + path.stem, path.read_text(encoding="utf-8")],
        )
        ours = drawings[path.stem]
        roomy = 0.1 if path.stem.startswith("state") else 0  # their names have more room here
        if ours.width != pytest.approx(
            width, rel=tolerance + roomy, abs=3
        ) or ours.height != pytest.approx(height, rel=tolerance + roomy, abs=3):
            different.append(f"{path.stem}: {ours.width} x {ours.height}, there {width} x {height}")
    page.close()
    assert different == []


def test_labels_stay_in_their_boxes(window: Page) -> None:
    assert window.evaluate(FIND_STRAY_TEXT, 3 + 20 * abs(scale_of_font(window) - 1)) == []


def test_labels_stay_in_their_boxes_in_a_wider_font(window: Page) -> None:
    style = window.add_style_tag(content=".diagram__view text { letter-spacing: 0.06em }")  # 12 %
    stray = window.evaluate(FIND_STRAY_TEXT, 2)
    style.evaluate("element => element.remove()")
    assert [line for line in stray if "its node" in line] == []


def test_labels_can_be_read_in_a_narrow_window(gallery: Page) -> None:
    gallery.emulate_media(media="screen")
    gallery.set_viewport_size(SMALL)  # type: ignore[arg-type]  # a plain dict will do
    small = gallery.locator(".diagram__view > svg").evaluate_all(
        """(all, least) => all.map(
             svg => [svg.id, svg.getBoundingClientRect().width / svg.viewBox.baseVal.width]
           ).filter(([id, scale]) => scale < least)""",
        (SMALLEST_TEXT - 0.1) / FONT_SIZE,
    )
    assert small == []
    assert gallery.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]


def test_a_wide_picture_scrolls_by_keyboard(gallery: Page) -> None:
    gallery.set_viewport_size(SMALL)  # type: ignore[arg-type]
    wide = gallery.locator(".diagram__view", has=gallery.get_by_role("img", name="History")).first
    wide.focus()
    gallery.keyboard.press("ArrowRight")
    gallery.wait_for_function(
        "view => view.scrollLeft > 0", arg=wide.element_handle(), timeout=5000
    )


def colors(page: Page) -> set[str]:
    shapes = page.locator(".diagram__view g.node > rect")
    return set(shapes.evaluate_all("all => all.map(shape => getComputedStyle(shape).fill)"))


def rgb(color: str) -> str:
    return "rgb({}, {}, {})".format(*(int(color[i : i + 2], 16) for i in (1, 3, 5)))


def test_colors_follow_the_scheme_and_paper_is_light(gallery: Page) -> None:
    gallery.emulate_media(media="screen")
    gallery.set_viewport_size(WIDE)  # type: ignore[arg-type]
    scheme = "name => document.body.setAttribute('data-md-color-scheme', name)"
    gallery.evaluate(scheme, "default")
    assert rgb(LIGHT.hues[0].fill) in colors(gallery)
    gallery.evaluate(scheme, "slate")
    assert rgb(DARK.hues[0].fill) in colors(gallery)
    assert rgb(LIGHT.hues[0].fill) not in colors(gallery)
    gallery.emulate_media(media="print")
    assert rgb(LIGHT.hues[0].fill) in colors(gallery)
    assert rgb(DARK.hues[0].fill) not in colors(gallery)
    gallery.emulate_media(media="screen")
    gallery.evaluate(scheme, "default")


def test_on_paper_a_picture_is_as_wide_as_the_page_at_most(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 700, "height": 900})
    gallery.emulate_media(media="print")
    widths = gallery.locator(".diagram__view").evaluate_all(
        "all => all.map(view => [view.firstElementChild.getBoundingClientRect().width,"
        " view.getBoundingClientRect().width])"
    )
    gallery.emulate_media(media="screen")
    assert [pair for pair in widths if pair[0] > pair[1] + 1] == []


GOOD = "```mermaid\nflowchart LR\n  accTitle: Two\n  accDescr: One to two\n  a --> b\n```\n"


def test_without_v8_the_browser_draws_in_the_scheme_of_the_page(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    library = tmp_path / "hooks/diagrams/vendor/mermaid.min.js"
    library.parent.mkdir(parents=True)
    library.touch()
    fence = {"name": "mermaid", "class": "mermaid", "format": "mermaid2.fence_mermaid"}
    mermaid2 = {
        "javascript": "../hooks/diagrams/vendor/mermaid.min.js",
        "arguments": ARGUMENTS,
    }
    outcome = small_site.build(
        tmp_path,
        {"docs/index.md": "# T\n\n" + "Text.\n\n" * 200 + GOOD},
        hooks=["draw_diagrams"],
        settings={
            "theme": {"name": "material", "font": False},
            "plugins": [{"mermaid2": mermaid2}],
            "markdown_extensions": [{"pymdownx.superfences": {"custom_fences": [fence]}}],
        },
    )
    requests: list[str] = []
    with serve(outcome.site) as served:
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(served.url, wait_until="networkidle")
        assert [url for url in requests if "mermaid" in url] == []
        page.locator(".diagram").scroll_into_view_if_needed()
        shape = page.locator(".diagram svg .node rect").first
        shape.wait_for(timeout=20_000)
        fill = "shape => getComputedStyle(shape).fill"
        assert shape.evaluate(fill) == rgb(LIGHT.hues[0].fill)
        page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
        page.wait_for_function(
            "color => { const shape = document.querySelector('.diagram svg .node rect');"
            " return shape && getComputedStyle(shape).fill === color }",
            arg=rgb(DARK.hues[0].fill),
            timeout=20_000,
        )
        assert [url for url in requests if not url.startswith(served.url)] == []
        page.close()
