"""What to ask next about one address, and what the replies mean. No input, no output, no clock.

A visit is a generator: it yields what to ask (`Ask`), is sent what came of it (`Reply` or `Failure`)
and returns the `Answer`. The scheduler drives it; a test does so by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from linkcheck.model import Answer, Ask, Failure, Reply, Trouble, Verdict
from linkcheck.urls import host_of, is_private, redirected

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from linkcheck.model import Policy, Target

Outcome: TypeAlias = Reply | Failure
Visit: TypeAlias = "Generator[Ask, Outcome, Answer]"

PERMANENT = frozenset({301, 308})
TEMPORARY = frozenset({302, 303, 307})
# Too Early, Too Many Requests, and what servers and the networks before them say while they are ill.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 530})


def visit(target: Target, *, policy: Policy, jitter: Callable[[], float]) -> Visit:
    """Find out about one target, following redirects.

    ``jitter`` returns a random number from 0 to 1: clients that failed together come back apart.
    """
    url, anchors, moved, permanent = target.url, target.anchors, "", True
    met = {url}
    while True:
        reply = yield from _ask(url, anchors, policy=policy, jitter=jitter)
        led = f"leads to '{url}', which " if url != target.url else ""
        if isinstance(reply, Failure):
            return _failed(reply, led)
        if reply.status not in PERMANENT | TEMPORARY or not reply.location:
            return _answered(reply, led, moved=moved, target=target)
        try:
            next_url = redirected(url, reply.location)
        except ValueError as error:
            return Answer(Verdict.BROKEN, f"leads to '{reply.location}', which {error}")
        permanent = permanent and reply.status in PERMANENT
        if permanent:  # after a temporary redirect nothing is for good
            moved = next_url
        url, _, fragment = next_url.partition("#")
        if fragment:  # it takes the place of the link's own (RFC 9110 §10.2.2)
            anchors = frozenset()
        if not policy.private and is_private(host_of(url)):
            return Answer(
                Verdict.BROKEN, f"leads to '{url}', which only the machine itself can reach"
            )
        if url in met:
            return Answer(Verdict.BROKEN, f"leads in a circle, by way of '{url}'")
        if len(met) > policy.redirects:
            return Answer(Verdict.BROKEN, f"redirects more than {policy.redirects} times")
        met.add(url)


def _ask(
    url: str, anchors: frozenset[str], *, policy: Policy, jitter: Callable[[], float]
) -> Generator[Ask, Outcome, Outcome]:
    """Ask until there is a reply that will not pass, or until patience ends.

    HEAD first, where only the status matters: it costs the host least. Many servers refuse it or
    treat it wrongly, so only its good replies count; all others are asked for with GET.
    """
    method, tries, delay = "GET" if anchors else "HEAD", 0, 0.0
    while True:
        reply = yield Ask(method, url, anchors, delay)
        if method == "HEAD" and _is_doubtful(reply):
            method, delay = "GET", 0.0
            continue
        tries += 1
        if not _will_pass(reply) or tries >= policy.tries:
            return reply
        asked_for = reply.retry_after if isinstance(reply, Reply) else None
        if asked_for is not None and asked_for > policy.longest_wait:
            return reply
        delay = policy.backoff * 2 ** (tries - 1) * (0.5 + jitter())
        delay = max(delay, asked_for or 0.0)


def _is_doubtful(reply: Outcome) -> bool:
    if isinstance(reply, Failure):
        return reply.trouble in {Trouble.CONNECTION, Trouble.PROTOCOL, Trouble.TIME}
    return reply.status >= 400 and reply.status != 429 and reply.retry_after is None


def _will_pass(reply: Outcome) -> bool:
    if isinstance(reply, Failure):
        return reply.trouble not in {Trouble.ADDRESS, Trouble.CERTIFICATE, Trouble.WAIT}
    return reply.status in PASSING


def _failed(failure: Failure, led: str) -> Answer:
    for_good = failure.trouble in {Trouble.ADDRESS, Trouble.CERTIFICATE, Trouble.HOST}
    verdict = Verdict.BROKEN if for_good else Verdict.UNREACHABLE
    return Answer(verdict, led + failure.detail)


def _answered(reply: Reply, led: str, *, moved: str, target: Target) -> Answer:
    if not 200 <= reply.status < 300:
        verdict = Verdict.UNREACHABLE if reply.status in PASSING else Verdict.BROKEN
        said = f"{reply.status} {reply.phrase}".strip()
        return Answer(verdict, f"{led}answers {said}", wait=reply.retry_after or 0.0)
    return Answer(
        Verdict.FINE,
        moved=moved,
        anchors={anchor: reply.page.missing.get(anchor) for anchor in sorted(target.anchors)},
        complete=reply.page.complete,
    )
