"""Under the strict policy that the build writes everything works. Every other test here serves with it,
and fails on what it reports; these tests also do what a reader does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served_site import POLICY, ServedSite, list_pages, visit

pytestmark = pytest.mark.browser

LISTEN = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective}: ${event.blockedURI}: ${event.sample}`));
"""
PLAYED = "start/setup.md"  # it has tabs, transcripts, boxes that open, a picture


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A window that keeps what the policy reports."""
    context = new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


def test_the_policy_makes_no_exception_for_scripts_and_styles(site: ServedSite) -> None:
    policy = (site.folder / POLICY).read_text(encoding="utf-8").strip()
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_server_of_these_tests_sends_it(page: Page, site: ServedSite) -> None:
    answer = visit(page, site.url)
    assert answer is not None
    sent = answer.headers["content-security-policy"]
    assert sent == (site.folder / POLICY).read_text(encoding="utf-8").strip()


def test_it_is_at_work(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i style=\"top:0\"></i>')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.wait_for_function("window.violations.length == 2")


def test_a_search_works_under_it(page: Page, site: ServedSite) -> None:
    visit(page, site.url)
    page.keyboard.press("/")
    page.keyboard.type("container")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("article mark").first).to_be_visible()
    assert violations(page) == []


def test_what_a_reader_presses_works_under_it(page: Page, site: ServedSite) -> None:
    visit(page, site.address(PLAYED))
    page.get_by_title("Switch to light mode").click()
    page.locator(".tabbed-labels > label").last.click()
    page.locator("summary").first.click()
    transcript = page.locator("article > .language-console").first
    transcript.scroll_into_view_if_needed()
    transcript.get_by_role("button", name="Copy to clipboard").click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Navigation").press("Enter")
    expect(page.get_by_role("navigation", name="Navigation")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("name", list_pages())
def test_it_blocks_nothing_of_a_page(name: str, page: Page, site: ServedSite) -> None:
    page.goto(site.address(name), wait_until="networkidle")
    page.keyboard.press("End")
    page.wait_for_timeout(100)
    assert violations(page) == []
