"""What a reader does on the site, with a mouse, with a keyboard, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import accessibility
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from served_site import ROOT, ServedSite, list_pages, visit
from transcripts.fences import scan

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
DOCS = ROOT / "docs"
LESSON = "run/lifecycle.md"
LESSON_LINK = "lifecycle/"
LONG_OUTPUT = "layers/inside-an-image.md"
GLOSSARY = "reference/glossary.md"
FIRST_REFERENCE = "reference/troubleshooting.md"  # where the name of that part leads


def headline(page: str) -> str:
    """Return the text of a page's first heading, without Markdown's marks."""
    text = (DOCS / page).read_text(encoding="utf-8-sig")
    found = re.search(r"^# (.+?)(?: \{.*})?$", text, re.MULTILINE)
    assert found, f"docs/{page} has no heading"
    return re.sub(r"[`*]", "", found[1])


def has_transcript(page: str) -> bool:
    """Say whether a page shows commands, at its left edge."""
    fences = scan(Path(DOCS, page).read_text(encoding="utf-8-sig"))
    return any(fence.language == "console" and not fence.indent for fence in fences)


def has_boxes(page: str) -> bool:
    """Say whether a page has something that opens: a folded box, or tabs."""
    lines = Path(DOCS, page).read_text(encoding="utf-8-sig").splitlines()
    return any(line.lstrip().startswith(("??? ", "=== ")) for line in lines)


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> Iterator[BrowserContext]:
    """A profile without memories of other tests."""
    context = new_context(
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A wide window."""
    return context.new_page()


@pytest.fixture
def phone(page: Page) -> Page:
    """A window of a phone's size."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict will do
    return page


# Search


@pytest.fixture(scope="module")
def search(site: ServedSite, new_context: Callable[..., BrowserContext]) -> Page:
    """The search box of the first page, opened by its key."""
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    visit(page, site.url)
    page.keyboard.press("/")
    return page


def ask(search: Page, words: str) -> None:
    """Write words into the box. The theme listens for keys, so the last one is pressed."""
    box = search.get_by_role("textbox", name="Search")
    box.fill(words)
    box.press("End")


@pytest.mark.parametrize("name", list_pages())
def test_search_finds_a_page_by_its_headline(name: str, search: Page, site: ServedSite) -> None:
    ask(search, headline(name))
    # The first two, since the index drops small words: some titles differ by nothing else.
    address = site.address(name)
    result = ".md-search-result__item:nth-child(-n+2) > .md-search-result__link"
    links = search.locator(f'{result}:is([href="{address}"], [href^="{address}?"])')
    expect(links).to_have_count(1)


def test_search_says_how_many_results_there_are(search: Page) -> None:
    ask(search, "glossary")
    expect(search.get_by_role("status")).to_have_text(re.compile("matching document"))


def test_search_completes_a_word(search: Page) -> None:
    ask(search, "glos")
    expect(search.locator(".md-search__suggest")).to_have_text("glossary")


def test_search_marks_the_words_on_the_page_it_leads_to(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.keyboard.press("/")
    page.keyboard.type("glossary")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.startswith(site.address(GLOSSARY)))
    expect(page.locator("article mark").first).to_have_text(re.compile("glossary", re.IGNORECASE))


def test_search_costs_nothing_until_it_is_wanted(page: Page, site: ServedSite) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site.url, wait_until="networkidle")
    assert [url for url in requests if "/search" in url] == []
    with page.expect_request("**/search_index.json"):
        page.keyboard.press("/")


@pytest.mark.parametrize("query", ["q", "h"])
def test_a_link_may_carry_a_search(query: str, page: Page, site: ServedSite) -> None:
    visit(page, f"{site.address(GLOSSARY)}?{query}=glossary")
    shown = ".md-search-result__link" if query == "q" else "article mark"
    expect(page.locator(shown).first).to_be_visible()


def test_escape_closes_the_search_and_returns_the_focus(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    link = page.locator("article a:not(.headerlink)").first
    link.focus()
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


# Copying


@pytest.mark.parametrize("name", [page for page in list_pages() if has_transcript(page)][:3])
def test_copying_a_transcript_copies_its_commands(name: str, page: Page, site: ServedSite) -> None:
    visit(page, site.address(name))
    transcript = page.locator("article > .language-console").first
    shown = transcript.locator("code").text_content() or ""
    transcript.get_by_role("button", name="Copy to clipboard").click()
    commands = [line[2:] for line in shown.splitlines() if line.startswith(("$ ", "> "))]
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == commands


def test_what_is_copied_has_no_empty_lines(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LONG_OUTPUT))
    for transcript in page.locator("article > .language-console").all()[:6]:
        transcript.get_by_role("button", name="Copy to clipboard").click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.strip("\n") == copied.rstrip("\n")
        assert "\n\n" not in copied


# Lessons that are done


def tick(page: Page) -> Locator:
    return page.locator(".lesson-done button").first


def test_a_lesson_is_marked_as_done_in_this_browser(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LESSON))
    expect(tick(page)).to_have_attribute("aria-pressed", "false")
    tick(page).click()
    expect(tick(page)).to_have_attribute("aria-pressed", "true")
    visit(page, site.address("run/first-containers.md"))
    expect(tick(page)).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text("1 lesson done, kept in this browser only.")).to_be_visible()
    link = page.locator(f'.md-nav--primary a[href$="{LESSON_LINK}"]')
    expect(link).to_have_class(re.compile(r"\bdone\b"))
    page.reload()
    expect(link).to_have_class(re.compile(r"\bdone\b"))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_tick_moves_nothing(size: dict[str, int], page: Page, site: ServedSite) -> None:
    def places() -> list[list[float]]:
        found: list[list[float]] = page.evaluate(
            "[...document.querySelectorAll('a, p, h2, .lesson-done')].map((one) => one.getBoundingClientRect())"
            ".map(({ x, y, height }) => [x, y, height])"
        )
        return found

    page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict will do
    page.goto(site.address(LESSON), wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(500)  # the table of contents follows
    before = places()
    page.locator(".lesson-done button").first.evaluate("button => button.click()")
    assert places() == before


def test_what_is_done_can_be_taken_back_and_forgotten(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LESSON))
    tick(page).press("Enter")
    tick(page).press("Enter")
    expect(tick(page)).to_have_attribute("aria-pressed", "false")
    tick(page).press("Enter")
    page.get_by_role("button", name="Forget them").press("Enter")
    expect(tick(page)).to_be_focused()
    expect(tick(page)).to_have_text("Mark this lesson as done")
    assert page.evaluate("localStorage.getItem(site.pathname + '.lessons-done')") == "[]"


def test_a_browser_that_keeps_nothing_still_shows_the_page(page: Page, site: ServedSite) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "for (const name of ['getItem', 'setItem'])"
        " Storage.prototype[name] = () => { throw new DOMException('no', 'SecurityError'); };"
    )
    visit(page, site.address(LESSON))
    tick(page).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert errors == []


def test_without_scripts_nothing_is_offered_that_needs_one(
    without_scripts: Page, site: ServedSite
) -> None:
    without_scripts.goto(site.address(LESSON))
    for only in without_scripts.locator(".only-js").all():
        expect(only).to_be_hidden()


# Long output


def test_long_output_is_folded_and_unfolds_by_keyboard(page: Page, site: ServedSite) -> None:
    visit(page, site.address(LONG_OUTPUT))
    box = page.locator(".long").first
    button = box.locator(".unfold")
    expect(button).to_have_text(re.compile(r"Show all \d+ lines"))
    folded = box.locator("code").evaluate("code => code.clientHeight")
    assert folded < box.locator("code").evaluate("code => code.scrollHeight")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_have_text("Show less")
    assert box.locator("code").evaluate("code => code.clientHeight") > folded
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("how", ["without scripts", "on paper"])
def test_long_output_is_complete_there(
    how: str, page: Page, without_scripts: Page, site: ServedSite
) -> None:
    window = without_scripts if how == "without scripts" else page
    window.goto(site.address(LONG_OUTPUT))
    if how == "on paper":
        window.emulate_media(media="print")
    code = window.locator(".long code").first
    assert code.evaluate("code => code.scrollHeight - code.clientHeight") <= 1


# Tabs


def test_a_chosen_tab_stays_chosen(page: Page, site: ServedSite) -> None:
    visit(page, site.address("start/setup.md"))
    page.locator(".tabbed-labels > label", has_text="macOS").first.click()
    page.reload()
    chosen = page.locator(".tabbed-set > input:checked")
    names = [
        page.locator(f"label[for='{one.get_attribute('id')}']").inner_text() for one in chosen.all()
    ]
    assert names
    assert set(names) == {"macOS"}


# Colours


def test_no_page_flashes_in_the_other_colours(page: Page, site: ServedSite) -> None:
    page.emulate_media(color_scheme="dark")
    page.route("**/site.*.js", lambda route: route.abort())
    page.goto(site.url)
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_the_chosen_scheme_stays(page: Page, site: ServedSite) -> None:
    def scheme() -> str | None:
        return page.locator("body").get_attribute("data-md-color-scheme")

    page.emulate_media(color_scheme="dark")
    visit(page, site.url)
    assert scheme() == "slate", "at first, the system decides"
    page.get_by_title("Switch to light mode").click()
    assert scheme() == "default"
    visit(page, site.address(GLOSSARY))
    assert scheme() == "default"
    page.get_by_title("Switch to dark mode").click()
    assert scheme() == "slate"


# The drawer of a narrow window


def test_the_drawer_opens_and_closes_by_keyboard(phone: Page, site: ServedSite) -> None:
    visit(phone, site.url)
    button = phone.get_by_role("button", name="Navigation")
    link = phone.get_by_role("navigation", name="Navigation").get_by_role("link", name="Reference")
    expect(link).to_be_hidden()
    press_tab_until(phone, button)
    phone.keyboard.press("Enter")
    expect(link).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    press_tab_until(phone, link)
    phone.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_the_drawer_leads_to_a_page_by_keyboard(phone: Page, site: ServedSite) -> None:
    visit(phone, site.url)
    phone.get_by_role("button", name="Navigation").press("Enter")
    drawer = phone.get_by_role("navigation", name="Navigation")
    press_tab_until(phone, drawer.get_by_role("link", name="Reference"))
    phone.keyboard.press("Enter")
    phone.wait_for_url(site.address(FIRST_REFERENCE))


def press_tab_until(page: Page, target: Locator, *, most: int = 60) -> None:
    """Go on with the Tab key until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab do not reach {target}")


def test_without_scripts_the_drawer_opens_too(without_scripts: Page, site: ServedSite) -> None:
    without_scripts.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict will do
    without_scripts.goto(site.url)
    link = without_scripts.locator(".md-nav--primary").get_by_role("link", name="Reference")
    expect(link).to_be_hidden()
    without_scripts.locator("#__drawer").press("Space")
    expect(link).to_be_visible()


# Terms


def test_a_term_shows_its_definition_to_the_keyboard(page: Page, site: ServedSite) -> None:
    visit(page, site.address(GLOSSARY))
    term = page.locator("article a.term").first
    page.locator("h1").click()
    press_tab_until(page, term, most=200)
    shown = term.evaluate("link => getComputedStyle(link, '::after').content")
    assert shown.strip('"') == term.get_attribute("title")


# A wrong address


def test_a_wrong_address_leads_to_pages_that_exist(page: Page, site: ServedSite) -> None:
    response = visit(page, site.url + "layers/no-such-page/")
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
    links: list[str] = page.locator("article").evaluate(
        "article => [...article.querySelectorAll('a')].map(link => link.href)"
    )
    ours = [url for url in links if url.startswith(site.url)]
    assert site.url in ours
    assert {site.address(name) for name in list_pages()} <= set(ours)


def test_a_wrong_address_can_be_searched(page: Page, site: ServedSite) -> None:
    visit(page, site.url + "layers/no-such-page/")
    page.keyboard.press("/")
    page.keyboard.type("glossary")
    expect(page.locator(".md-search-result__link").first).to_have_attribute(
        "href", re.compile("glossary")
    )


# Paper


def test_on_paper_there_is_the_text_and_no_navigation(page: Page, site: ServedSite) -> None:
    visit(page, site.address(GLOSSARY))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for navigation in page.get_by_role("navigation").all():
        expect(navigation).to_be_hidden()
    expect(page.locator(".headerlink").first).to_be_hidden()


def test_on_paper_what_was_folded_is_open(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.locator("article").evaluate(
        "article => article.insertAdjacentHTML('beforeend',"
        " '<details><summary>A hint</summary><p>Look below.</p></details>')"
    )
    folded = page.get_by_text("Look below.")
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


CHEAT_SHEET = "reference/cheat-sheet.md"


def test_each_part_of_the_cheat_sheet_fits_on_two_sides_of_paper(
    page: Page, site: ServedSite
) -> None:
    visit(page, site.address(CHEAT_SHEET))
    parts = page.locator(".cheat-sheet > h2").count()
    assert parts > 1
    for part in range(parts):
        visit(page, site.address(CHEAT_SHEET))
        page.locator(".cheat-sheet").evaluate(
            """(sheet, part) => {
                let number = -1;
                for (const child of [...sheet.children]) {
                    number += child.matches("h2");
                    if (number !== part) child.remove();
                }
                sheet.querySelector("h2").style.breakBefore = "auto";
                for (const other of [...sheet.parentElement.children]) if (other !== sheet) other.remove();
            }""",
            part,
        )
        name = page.locator(".cheat-sheet > h2").inner_text()
        sides = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
        assert 1 <= sides <= 2, f"{name} takes {sides} sides"


# What opens


SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


def see(page: Page, scheme: str, size: dict[str, int]) -> None:
    """Change the window, and the scheme of the system."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict will do


@SIZES
@SCHEMES
def test_axe_finds_nothing_in_the_open_search(
    scheme: str, size: dict[str, int], page: Page, site: ServedSite
) -> None:
    see(page, scheme, size)
    visit(page, site.url)
    page.keyboard.press("/")
    page.keyboard.type("docker")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert accessibility.problems(page) == []


@SCHEMES
def test_axe_finds_nothing_in_the_open_drawer(scheme: str, phone: Page, site: ServedSite) -> None:
    see(phone, scheme, PHONE)
    visit(phone, site.url)
    phone.get_by_role("button", name="Navigation").press("Enter")
    expect(phone.get_by_role("link", name="Reference").last).to_be_visible()
    assert accessibility.problems(phone) == []


@SIZES
@SCHEMES
@pytest.mark.parametrize("name", [page for page in list_pages() if has_boxes(page)])
def test_axe_finds_nothing_in_what_is_folded(
    name: str, scheme: str, size: dict[str, int], page: Page, site: ServedSite
) -> None:
    see(page, scheme, size)
    visit(page, site.address(name))
    page.locator("article").evaluate(
        "article => article.querySelectorAll('details').forEach(box => box.open = true)"
    )
    for tab in page.locator(".tabbed-labels > label:last-child").all():
        tab.click()
    only = accessibility.COLOUR_RULES if scheme == "dark" else None
    assert accessibility.problems(page, only=only) == []
