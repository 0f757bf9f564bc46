"""What axe, the accessibility checker, finds on an open page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

# What the colour scheme can change. All else is the same in dark mode, and axe takes a second.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


def problems(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Return a line for each problem: the rule, where on the page, and how to repair it."""
    # Unless told not to, axe describes every node that passes, too: half of its time.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = only
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
    ]
