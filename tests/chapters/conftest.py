"""What tests of chapters share: the engine, for one test at a time, behind a gate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chapters.engine import EngineError, Gate, alone, find_engine


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Lead the test's ``docker`` through a gate; what was made through it is gone afterwards."""
    try:
        engine = find_engine()
    except EngineError as error:
        pytest.fail(f"{error}", pytrace=False)
    with alone(engine), Gate(engine) as gate:
        for name, value in gate.environment.items():
            monkeypatch.setenv(name, value)
        try:
            yield gate
        finally:
            complaints = gate.remove(gate.leftovers())
            gate.restore()
            assert not complaints
