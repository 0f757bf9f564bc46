"""One V8 for all tests of the diagrams: it takes half a second to start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from diagram_samples import ARGUMENTS, SAMPLES
from diagrams.engine import Drawing, Engine
from diagrams.theme import configure


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    running = Engine(*configure(ARGUMENTS))
    yield running
    running.close()


@pytest.fixture(scope="session", params=SAMPLES, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest, engine: Engine) -> Drawing:
    """Each sample, drawn once with the key dg1."""
    drawn = engine.draw(request.param.read_text(encoding="utf-8"), "dg1")
    assert isinstance(drawn, Drawing), drawn
    return drawn
