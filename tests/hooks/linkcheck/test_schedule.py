from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from linkcheck.fetch import Fetcher
from linkcheck.model import Answer, Ask, Policy, Reply, Target, Verdict
from linkcheck.schedule import answers
from linkcheck.urls import host_of
from linkcheck.visit import Outcome
from misbehaving_host import Host, reply, slowly

POLICY = Policy(pause=1, workers=4, backoff=2, longest_wait=60)


class JumpingClock:
    """Time that passes only where the schedule sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Network:
    """Answers at once; keeps when, and how many at a time, each host was asked."""

    def __init__(self, clock: JumpingClock, say: Callable[[Ask], Outcome] | None = None) -> None:
        self.asked: list[tuple[float, str]] = []
        self.most_at_once: dict[str, int] = {}
        self.most_hosts = 0
        self._clock = clock
        self._say = say or (lambda ask: Reply(200))
        self._busy: dict[str, int] = {}
        self._lock = threading.Lock()
        self.takes = 0.0

    def __call__(self, ask: Ask) -> Outcome:
        host = host_of(ask.url)
        with self._lock:
            self.asked.append((self._clock.now, ask.url))
            self._busy[host] = self._busy.get(host, 0) + 1
            self.most_at_once[host] = max(self.most_at_once.get(host, 0), self._busy[host])
            self.most_hosts = max(self.most_hosts, sum(self._busy.values()))
        time.sleep(self.takes)
        with self._lock:
            self._busy[host] -= 1
        return self._say(ask)

    def times(self, host: str) -> list[float]:
        return [round(when - 1000, 3) for when, url in self.asked if host_of(url) == host]


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


def run(
    network: Network, clock: JumpingClock, *urls: str, policy: Policy = POLICY
) -> dict[str, Answer]:
    return {
        target.url: answer
        for target, answer in answers(
            [Target(url) for url in urls],
            fetch=network,
            policy=policy,
            clock=clock,
            jitter=lambda: 0.5,
        )
    }


def pages(host: str, count: int) -> list[str]:
    return [f"https://{host}/{number}" for number in range(count)]


def test_nothing_to_ask_is_nothing_to_wait_for(clock: JumpingClock) -> None:
    assert run(Network(clock), clock) == {}
    assert clock.now == 1000


def test_every_target_is_answered_once(clock: JumpingClock) -> None:
    network = Network(clock)
    urls = [url for host in "abcdefghij" for url in pages(f"{host}.dev", 5)]
    assert sorted(run(network, clock, *urls)) == sorted(urls)
    assert len(network.asked) == 50


def test_a_host_rests_between_two_requests(clock: JumpingClock) -> None:
    network = Network(clock)
    run(network, clock, *pages("a.dev", 4))
    assert network.times("a.dev") == [0, 1, 2, 3]


def test_hosts_do_not_wait_for_each_other(clock: JumpingClock) -> None:
    network = Network(clock)
    run(network, clock, *pages("a.dev", 2), *pages("b.dev", 2))
    assert network.times("a.dev") == network.times("b.dev") == [0, 1]


def test_a_host_is_never_asked_twice_at_once(clock: JumpingClock) -> None:
    network = Network(clock)
    network.takes = 0.01
    run(
        network,
        clock,
        *(url for host in "abcd" for url in pages(f"{host}.dev", 6)),
        policy=replace(POLICY, pause=0),
    )
    assert set(network.most_at_once.values()) == {1}
    assert network.most_hosts > 1


def test_no_more_hosts_are_asked_at_once_than_there_are_workers(clock: JumpingClock) -> None:
    network = Network(clock)
    network.takes = 0.01
    run(network, clock, *(f"https://{host}.dev/" for host in "abcdefghijkl"))
    assert 1 < network.most_hosts <= POLICY.workers


def test_a_redirect_waits_for_its_own_host(clock: JumpingClock) -> None:
    def say(ask: Ask) -> Outcome:
        here = host_of(ask.url) == "b.dev"
        return Reply(200) if here else Reply(302, location="https://b.dev" + ask.url[-2:])

    network = Network(clock, say)
    network.takes = 0.005
    run(network, clock, *pages("a.dev", 3), *pages("b.dev", 3))
    assert network.most_at_once == {"a.dev": 1, "b.dev": 1}
    assert min(b - a for a, b in pairwise(network.times("b.dev"))) >= 1


@pytest.mark.parametrize("status", [429, 503])
def test_all_links_to_a_host_wait_when_one_is_told_to(clock: JumpingClock, status: int) -> None:
    first = iter([Reply(status, retry_after=30)])
    network = Network(clock, lambda ask: next(first, Reply(200)))
    found = run(network, clock, *pages("a.dev", 3))
    assert network.times("a.dev")[1] == 30
    assert {answer.verdict for answer in found.values()} == {Verdict.FINE}


def test_a_host_that_refuses_too_often_is_asked_less_and_less_often(clock: JumpingClock) -> None:
    network = Network(clock, lambda ask: Reply(429))
    run(network, clock, *pages("a.dev", 3))
    gaps = [b - a for a, b in pairwise(network.times("a.dev"))]
    assert gaps[:4] == [2, 4, 8, 16]


def test_a_host_that_wants_too_long_a_rest_is_left_alone(clock: JumpingClock) -> None:
    network = Network(clock, lambda ask: Reply(429, "Too Many Requests", retry_after=7200))
    found = run(network, clock, *pages("a.dev", 3), "https://b.dev/")
    assert len(network.times("a.dev")) == 1
    assert [found[url].detail for url in pages("a.dev", 3)] == [
        "answers 429 Too Many Requests",
        "has a host that wants no request for 2 hours",
        "has a host that wants no request for 2 hours",
    ]
    assert clock.now < 1010


def test_other_links_go_first_while_one_waits_to_be_asked_again(clock: JumpingClock) -> None:
    ill = iter([Reply(429), Reply(500)])
    network = Network(
        clock, lambda ask: next(ill, Reply(200)) if ask.url[-1] == "0" else Reply(200)
    )
    run(network, clock, *pages("a.dev", 3), policy=replace(POLICY, backoff=50))
    assert [url[-1] for _, url in network.asked] == ["0", "1", "2", "0", "0"]


def test_what_was_begun_goes_on_before_the_next_is_begun(clock: JumpingClock) -> None:
    network = Network(clock, lambda ask: Reply(404 if ask.method == "HEAD" else 200))
    run(network, clock, *pages("a.dev", 3))
    assert [url[-1] for _, url in network.asked] == ["0", "0", "1", "1", "2", "2"]


def test_a_mistake_of_ours_is_not_hidden(clock: JumpingClock) -> None:
    def fail(ask: Ask) -> Outcome:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(Network(clock, fail), clock, "https://a.dev/")


def test_one_can_stop_at_any_time(clock: JumpingClock) -> None:
    network = Network(clock)
    before = threading.active_count()
    coming = answers(
        [Target(url) for url in pages("a.dev", 50)], fetch=network, policy=POLICY, clock=clock
    )
    with closing(coming):
        next(coming)
    for _ in range(100):
        if threading.active_count() <= before:
            break
        time.sleep(0.01)
    assert threading.active_count() <= before
    assert len(network.asked) < 50


def test_a_real_host_is_asked_one_by_one(host: Host, policy: Policy, fetch: Fetcher) -> None:
    paths = [f"/{number}" for number in range(6)]
    host.paths |= dict.fromkeys(paths, slowly(reply(200), 0.01))
    wanted = [
        Target(host.url(path, host=name)) for path in paths for name in ("127.0.0.1", "localhost")
    ]
    found = dict(answers(wanted, fetch=fetch, policy=policy))
    assert {answer.verdict for answer in found.values()} == {Verdict.FINE}
    assert host.most_at_once == {"127.0.0.1": 1, "localhost": 1}


def test_a_hanging_host_holds_up_nobody_else(host: Host, policy: Policy) -> None:
    host.paths["/hangs"] = lambda line, request: line.wait()
    host.paths["/fine"] = reply(200)
    hasty = replace(policy, read=0.1, total=0.2, tries=1)
    order = [
        (target.url, answer.verdict)
        for target, answer in answers(
            [Target(host.url("/hangs")), Target(host.url("/fine", host="localhost"))],
            fetch=Fetcher(hasty, user_agent="test", now=time.time),
            policy=hasty,
        )
    ]
    assert order == [
        (host.url("/fine", host="localhost"), Verdict.FINE),
        (host.url("/hangs"), Verdict.UNREACHABLE),
    ]
