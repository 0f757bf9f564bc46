"""When to ask: one request at a time for each host, a pause between two, many hosts side by side.

The main thread alone drives the visits and keeps the books; workers only fetch. So no state is shared,
and an interrupt finds everything in order.
"""

from __future__ import annotations

import heapq
import queue
import random
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from linkcheck.model import Failure, Reply, Trouble
from linkcheck.urls import host_of
from linkcheck.visit import visit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from linkcheck.model import Answer, Ask, Policy, Target
    from linkcheck.visit import Outcome, Visit

    Fetch: TypeAlias = Callable[[Ask], Outcome]

# While workers are busy, the main thread wakes this often (seconds), so that an interrupt is noticed
# on Windows too, where waiting cannot be interrupted.
_WAKE = 0.5


class Clock(Protocol):
    """Time in seconds, as `time` has it; a test's clock jumps."""

    def monotonic(self) -> float:
        """Return the time from some beginning, never going back."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's time."""

    def monotonic(self) -> float:
        """Return the machine's monotonic time."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; an interrupt ends it."""
        time.sleep(seconds)


@dataclass(slots=True)
class _Visiting:
    target: Target
    visit: Visit
    ask: Ask
    number: int
    begun: float


@dataclass(slots=True)
class _Lane:
    """The requests to one host: ``waiting`` has (not before, number of the visit, visit), earliest first."""

    waiting: list[tuple[float, int, _Visiting]] = field(default_factory=list)
    free_at: float = 0.0
    busy: bool = False
    refusals: int = 0


def answers(
    targets: Iterable[Target],
    *,
    fetch: Fetch,
    policy: Policy,
    clock: Clock | None = None,
    jitter: Callable[[], float] = random.random,
) -> Generator[tuple[Target, Answer], None, None]:
    """Ask for all targets; yield each with its answer, as soon as it is known.

    ``fetch`` is called in ``policy.workers`` threads, never twice at a time for one host, redirects
    included. Closing the iterator, or an exception in the loop over it, abandons what is under way.
    """
    schedule = _Schedule(policy, fetch, clock or SystemClock())
    try:
        for target in targets:
            schedule.begin(target, visit(target, policy=policy, jitter=jitter))
        yield from schedule.run()
    finally:
        schedule.stop()


class _Schedule:
    def __init__(self, policy: Policy, fetch: Fetch, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock
        self._lanes: dict[str, _Lane] = {}
        self._number = 0
        self._under_way = 0
        self._jobs: queue.SimpleQueue[tuple[_Lane, _Visiting] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[_Lane, _Visiting, Outcome | Exception]] = (
            queue.SimpleQueue()
        )
        self._workers = [
            threading.Thread(target=_work, args=(fetch, self._jobs, self._done), daemon=True)
            for _ in range(policy.workers)
        ]
        for worker in self._workers:
            worker.start()

    def begin(self, target: Target, started: Visit) -> None:
        """Take up a visit."""
        self._number += 1
        begun = self._clock.monotonic()
        self._queue(_Visiting(target, started, next(started), self._number, begun))

    def run(self) -> Iterator[tuple[Target, Answer]]:
        """Ask until nothing is waiting or under way."""
        while True:
            ended, soonest = self._dispatch()
            yield from ended
            if not self._under_way:
                if soonest is None:
                    if not ended:
                        return
                    continue
                self._clock.sleep(max(0.0, soonest - self._clock.monotonic()))
                continue
            wait = _WAKE if soonest is None else min(_WAKE, soonest - self._clock.monotonic())
            try:
                lane, visiting, outcome = self._done.get(timeout=max(0.0, wait))
            except queue.Empty:
                continue
            self._under_way -= 1
            if isinstance(outcome, Exception):
                raise outcome
            self._rest(lane, outcome)
            answer = self._go_on(visiting, outcome)
            if answer is not None:
                yield visiting.target, answer

    def stop(self) -> None:
        """Send the workers home; what they are busy with is nobody's concern any more."""
        for _ in self._workers:
            self._jobs.put(None)

    def _dispatch(self) -> tuple[list[tuple[Target, Answer]], float | None]:
        """Hand out every request that may be sent now.

        Return the answers of visits that ended without one, and the time at which the next request may
        be sent, None where that depends on one under way.
        """
        ended: list[tuple[Target, Answer]] = []
        soonest: float | None = None
        now = self._clock.monotonic()
        for lane in list(self._lanes.values()):
            if lane.busy or not lane.waiting:
                continue
            if lane.free_at - now > self._policy.longest_wait:
                ended.extend(self._give_up(lane, lane.free_at - now))
                continue
            due = max(lane.free_at, lane.waiting[0][0])
            if due <= now and self._under_way < self._policy.workers:
                _, _, visiting = heapq.heappop(lane.waiting)
                lane.busy = True
                self._under_way += 1
                self._jobs.put((lane, visiting))
            elif due > now:
                soonest = due if soonest is None else min(soonest, due)
        return ended, soonest

    def _give_up(self, lane: _Lane, wait: float) -> Iterator[tuple[Target, Answer]]:
        """Answer all that waits for a host that wants to be left alone for too long."""
        failure = Failure(Trouble.WAIT, f"has a host that wants no request for {_duration(wait)}")
        waiting, lane.waiting = lane.waiting, []
        for _, _, visiting in waiting:
            answer = self._go_on(visiting, failure)
            if answer is not None:
                yield visiting.target, answer

    def _rest(self, lane: _Lane, outcome: Outcome) -> None:
        """Leave the host alone after a request, for as long as it asks for or as is polite."""
        pause = self._policy.pause
        if isinstance(outcome, Reply):
            if outcome.status == 429:
                pause = max(pause, self._policy.backoff * 2**lane.refusals)
                lane.refusals = min(lane.refusals + 1, 5)
            else:
                lane.refusals = 0
            if outcome.status in {429, 503}:
                pause = max(pause, outcome.retry_after or 0.0)
        lane.busy = False
        lane.free_at = self._clock.monotonic() + pause

    def _go_on(self, visiting: _Visiting, outcome: Outcome) -> Answer | None:
        """Bring a visit to its next request, or to its end and the answer."""
        try:
            visiting.ask = visiting.visit.send(outcome)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        self._queue(visiting)
        return None

    def _queue(self, visiting: _Visiting) -> None:
        lane = self._lanes.setdefault(host_of(visiting.ask.url), _Lane())
        delay = visiting.ask.delay
        # What was begun goes on before the next is begun; what has to wait lets the others go first.
        due = self._clock.monotonic() + delay if delay else visiting.begun
        heapq.heappush(lane.waiting, (due, visiting.number, visiting))


def _work(
    fetch: Fetch,
    jobs: queue.SimpleQueue[tuple[_Lane, _Visiting] | None],
    done: queue.SimpleQueue[tuple[_Lane, _Visiting, Outcome | Exception]],
) -> None:
    while (job := jobs.get()) is not None:
        lane, visiting = job
        outcome: Outcome | Exception
        try:
            outcome = fetch(visiting.ask)
        except Exception as error:  # goes on in the main thread, which raises it
            outcome = error
        done.put((lane, visiting, outcome))


def _duration(seconds: float) -> str:
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {name}"
    return f"{round(seconds)} seconds"
