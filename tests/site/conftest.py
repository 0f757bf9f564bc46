"""Fixtures: one built site for the whole run, in the browser that all tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import served_site
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from served_site import ServedSite

PATIENCE = 30_000  # milliseconds: a busy machine is slow, and that is no failure
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """The site, built strictly, served on this machine below a path.

    It asks for the browser first: without one, nothing is built in vain.
    """
    folder = tmp_path_factory.mktemp("site")
    with served_site.serve(folder) as served:
        served_site.build(folder, site_url=served.url)
        yield served


@pytest.fixture(scope="session")
def new_context(browser: Browser, site: ServedSite) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser profile of its own, from which no other host can be reached."""
    contexts: list[BrowserContext] = []

    def new(**options: object) -> BrowserContext:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # passed on as they come
        context.set_default_timeout(PATIENCE)
        context.route(lambda url: not url.startswith(site.url), _refuse)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def without_scripts(new_context: Callable[..., BrowserContext]) -> Page:
    """One window in which no script runs."""
    return new_context(java_script_enabled=False).new_page()


def _refuse(route: Route) -> None:
    route.abort()
