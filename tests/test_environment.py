"""What happens to the tests that a machine cannot run."""

from __future__ import annotations

from pathlib import Path

import docker_engine
import pytest

pytest_plugins = ["pytester"]

SKIPPED = {
    "a test that skips itself": """
        import pytest
        def test_x(): pytest.skip("no browser here")
    """,
    "a marked test": """
        import pytest
        @pytest.mark.skipif(True, reason="no browser here")
        def test_x(): pass
    """,
    "a fixture": """
        import pytest
        @pytest.fixture
        def browser(): pytest.skip("no browser here")
        def test_x(browser): pass
    """,
    "a whole file": """
        import pytest
        pytest.skip("no browser here", allow_module_level=True)
    """,
}
NEEDS_ENGINE = """
    import pytest
    pytestmark = pytest.mark.engine
    @pytest.mark.parametrize("n", [1, 2])
    def test_x(n): pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of tests that has our conftest.py."""
    conftest = Path(__file__).with_name("conftest.py")
    pytester.makeconftest(conftest.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers =\n    engine: needs a Docker Engine")
    return pytester


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Docker client that finds nobody on the other side."""
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    monkeypatch.setattr(docker_engine, "missing", docker_engine.missing.__wrapped__)


@pytest.mark.parametrize("source", SKIPPED.values(), ids=SKIPPED.keys())
def test_a_strict_run_fails_what_skips(project: pytest.Pytester, source: str) -> None:
    project.makepyfile(source)
    result = project.runpytest_inprocess("--strict-environment")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*no browser here*", "*allows no skipped test*"])


@pytest.mark.parametrize("source", SKIPPED.values(), ids=SKIPPED.keys())
def test_an_ordinary_run_skips(project: pytest.Pytester, source: str) -> None:
    project.makepyfile(source)
    result = project.runpytest_inprocess("-rs")
    result.assert_outcomes(skipped=1)


def test_a_strict_run_accepts_an_expected_failure(project: pytest.Pytester) -> None:
    project.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_x(): assert False")
    result = project.runpytest_inprocess("--strict-environment")
    result.assert_outcomes(xfailed=1)


@pytest.mark.usefixtures("without_engine")
def test_without_an_engine_all_marked_tests_skip_with_one_line(project: pytest.Pytester) -> None:
    project.makepyfile(NEEDS_ENGINE)
    result = project.runpytest_inprocess("-rs")
    result.assert_outcomes(skipped=2)
    lines = [line for line in result.outlines if "run `make engine`" in line]
    assert len(lines) == 1
    assert "[2]" in lines[0]


def test_without_a_client_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "there is no `docker` command" in docker_engine.missing.__wrapped__()
