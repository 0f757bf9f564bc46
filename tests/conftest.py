"""The rules of every test: no engine, no marked test; a strict run skips none; nothing is timed."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import browsers
import docker_engine
import hypothesis
import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

STRICT = "--strict-environment"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that CI uses."""
    parser.addoption(
        STRICT,
        action="store_true",
        help="fail each test that this machine cannot run, where it would be skipped",
    )


def pytest_configure() -> None:
    """Let the tests find the client of the engine that `make engine` set up, and time nothing."""
    docker_engine.extend_path()
    # In CI the same texts each time: it judges a change, and luck finds faults at home.
    derandomize = os.environ.get("CI") == "true"
    hypothesis.settings.register_profile("project", deadline=None, derandomize=derandomize)
    hypothesis.settings.load_profile("project")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs an engine where none answers."""
    if item.get_closest_marker("engine") and (reason := docker_engine.missing()):
        pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one in a strict run."""
    report = yield
    if item.config.getoption(STRICT) and not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a file that skips itself as a whole into a failure in a strict run."""
    report = yield
    if collector.config.getoption(STRICT):
        _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\n{STRICT} allows no skipped test."


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium or Chrome, without a window; Playwright starts once in a process."""
    program = browsers.find()
    if program is None:
        pytest.skip(browsers.MISSING)
    with sync_playwright() as playwright:
        running = _launch(playwright, program)
        yield running
        running.close()


def _launch(playwright: Playwright, program: Path) -> Browser:
    try:
        return playwright.chromium.launch(executable_path=program, args=browsers.flags())
    except Error as error:
        pytest.skip(f"{program} does not start: {error.message.splitlines()[0]}")
