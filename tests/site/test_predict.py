"""The form of build/cache.md, where a reader predicts what a build repeats and then finds out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import accessibility
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served_site import ServedSite, visit

pytestmark = pytest.mark.browser

PAGE = "build/cache.md"
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], site: ServedSite) -> Iterator[Page]:
    """The page, in a window where its form is seen."""
    context = new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    visit(page, site.address(PAGE))
    page.get_by_role("heading", name="The cache, seen").scroll_into_view_if_needed()
    yield page
    context.close()


def choose(page: Page, edit: str) -> None:
    """Choose an edit as the keyboard does: by its first letters."""
    page.get_by_role("combobox").focus()
    page.keyboard.type(edit)
    expect(page.locator(".predict option:checked")).to_have_text(re.compile(f"^{edit}"))


def answer(page: Page, *steps: str) -> None:
    """Go to each step with the Tab key, tick those that are named, and press the button."""
    for number in "234567":
        page.keyboard.press("Tab")
        box = page.get_by_role("checkbox", name=re.compile(f"^{number} "))
        expect(box).to_be_focused()
        if number in steps:
            page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Build")).to_be_focused()
    page.keyboard.press("Enter")


def test_a_right_prediction_is_confirmed_by_keyboard_alone(page: Page) -> None:
    choose(page, "one more book")
    answer(page, "7")
    expect(page.locator(".predict").get_by_role("status")).to_have_text(
        "All right. Step 7 was carried out again: only the last step reads the file."
    )


def test_a_wrong_prediction_says_at_each_step_what_became_of_it(page: Page) -> None:
    choose(page, "another title")
    answer(page, "4", "5")
    expect(page.locator(".predict").get_by_role("status")).to_have_text(
        "3 of 6 right. Steps 5, 6 and 7 were carried out again: its content is part of the key."
    )
    expect(page.locator(".predict li")).to_have_text(
        [
            re.compile("CACHED: as you said$"),
            re.compile("CACHED: as you said$"),
            re.compile("CACHED: not as you said$"),
            re.compile("rebuilt: as you said$"),
            re.compile("rebuilt: not as you said$"),
            re.compile("rebuilt: not as you said$"),
        ]
    )


def test_an_edit_may_repeat_nothing(page: Page) -> None:
    choose(page, "touch")
    answer(page)
    expect(page.locator(".predict").get_by_role("status")).to_have_text(
        re.compile("^All right. No step was carried out again: ")
    )


def test_each_answer_is_the_one_of_the_table(page: Page) -> None:
    page.get_by_text("What the engine did").click()
    for row, edit in enumerate(page.locator(".predict option").all_text_contents()):
        page.get_by_role("combobox").select_option(edit)
        page.get_by_role("button", name="Build").click()
        cells = page.locator("details table tbody tr").nth(row).locator("td").all_text_contents()
        marks = page.locator(".predict li > span").all_text_contents()
        assert page.locator("details table tbody th").nth(row).inner_text() == edit
        assert [mark.split(":")[0] for mark in marks] == cells[:-1]


def test_another_edit_begins_anew(page: Page) -> None:
    choose(page, "one more book")
    answer(page, "7")
    choose(page, "touch")
    expect(page.locator(".predict input:checked")).to_have_count(0)
    expect(page.locator(".predict").get_by_role("status")).to_be_empty()


def test_an_answer_moves_nothing(page: Page) -> None:
    height = "document.querySelector('.predict').offsetHeight"
    before = page.evaluate(height)
    choose(page, "one more book")
    answer(page, "7")
    assert page.evaluate(height) == before


def test_the_form_moves_nothing_when_scripts_start(
    new_context: Callable[..., BrowserContext], site: ServedSite
) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.route("**/*.js", lambda route: route.abort())  # as long as they have not come
    page.goto(site.address(PAGE))
    expect(page.locator("html")).to_have_class("no-js")
    expect(page.locator(".predict")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_answers(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    page.get_by_text("What the engine did").click()
    choose(page, "another title")
    answer(page, "4", "5")
    assert accessibility.problems(page) == []


def test_the_answers_fit_a_small_window(page: Page) -> None:
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # a plain dict will do
    page.get_by_text("What the engine did").click()
    choose(page, "another title")
    answer(page, "4", "5")
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]


def test_without_a_script_there_is_the_table_alone(site: ServedSite, without_scripts: Page) -> None:
    without_scripts.goto(site.address(PAGE))
    expect(without_scripts.locator(".predict")).to_be_hidden()
    table = without_scripts.locator("details table")
    expect(table).to_be_hidden()  # the reader predicts, too
    without_scripts.get_by_text("What the engine did").click()
    row = table.get_by_role("row", name="one more book in books.txt")
    expect(row.get_by_role("cell")).to_have_text(
        ["CACHED"] * 5 + ["rebuilt", "only the last step reads the file"]
    )


def test_on_paper_there_is_the_table_alone(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".predict")).to_be_hidden()
    expect(page.locator("details table")).to_be_visible()
