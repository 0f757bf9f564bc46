from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from linkcheck.fetch import Fetcher
from linkcheck.model import Policy
from misbehaving_host import Host

POLICY = Policy(
    connect=5,
    read=10,
    total=20,
    page_size=300_000,
    redirects=5,
    backoff=0.001,
    longest_wait=30,
    pause=0,
    workers=4,
    private=True,
)


@pytest.fixture
def policy() -> Policy:
    return POLICY


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


@pytest.fixture(scope="session")
def fetch() -> Fetcher:
    return Fetcher(POLICY, user_agent="test (+https://site.example/)", now=time.time)


@pytest.fixture(autouse=True)
def _without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
