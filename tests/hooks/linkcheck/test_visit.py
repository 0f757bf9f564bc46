from __future__ import annotations

import pytest
from linkcheck.model import Answer, Ask, Failure, Page, Policy, Reply, Target, Trouble, Verdict
from linkcheck.visit import visit

A, B, C = "https://a.dev/", "https://b.dev/", "https://c.dev/"
POLICY = Policy(tries=3, backoff=2, longest_wait=60, redirects=3)


def play(
    *script: Reply | Failure, anchors: tuple[str, ...] = (), jitter: float = 0.5
) -> tuple[Answer, list[Ask]]:
    """Send replies to a visit of A, the last one again and again; return its answer and what it asked."""
    asks = []
    started = visit(Target(A, frozenset(anchors)), policy=POLICY, jitter=lambda: jitter)
    replies = list(script)
    try:
        asks.append(next(started))
        while True:
            asks.append(started.send(replies.pop(0) if len(replies) > 1 else replies[0]))
    except StopIteration as end:
        return end.value, asks


def to(location: str, status: int = 301) -> Reply:
    return Reply(status, location=location)


def methods(asks: list[Ask]) -> str:
    return " ".join(ask.method for ask in asks)


FINE = Reply(200)
RESET = Failure(Trouble.CONNECTION, "closed the connection without an answer")


def test_a_good_address_costs_one_head() -> None:
    assert play(FINE) == (Answer(Verdict.FINE), [Ask("HEAD", A)])


def test_a_page_with_a_wanted_anchor_is_asked_for_at_once() -> None:
    answer, asks = play(Reply(200, page=Page(missing={"y": "z"})), anchors=("x", "y"))
    assert methods(asks) == "GET"
    assert answer.anchors == {"x": None, "y": "z"}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501, 503])
def test_a_head_that_is_refused_is_asked_again_with_get(status: int) -> None:
    answer, asks = play(Reply(status), FINE)
    assert answer.verdict == Verdict.FINE
    assert methods(asks) == "HEAD GET"


@pytest.mark.parametrize("trouble", [Trouble.CONNECTION, Trouble.TIME, Trouble.PROTOCOL])
def test_a_head_without_an_answer_is_asked_again_with_get(trouble: Trouble) -> None:
    answer, asks = play(Failure(trouble, "…"), FINE)
    assert answer.verdict == Verdict.FINE
    assert methods(asks) == "HEAD GET"


def test_too_many_requests_is_no_reason_for_one_more_at_once() -> None:
    _, asks = play(Reply(429), FINE)
    assert methods(asks) == "HEAD HEAD"
    assert asks[1].delay > 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 501])
def test_a_lasting_error_is_broken_and_not_asked_again(status: int) -> None:
    answer, asks = play(Reply(status, "Said So"))
    assert (answer.verdict, answer.detail) == (Verdict.BROKEN, f"answers {status} Said So")
    assert methods(asks) == "HEAD GET"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 522])
def test_a_passing_error_is_asked_again_and_then_unreachable(status: int) -> None:
    answer, asks = play(Reply(status), anchors=("x",))
    assert answer.verdict == Verdict.UNREACHABLE
    assert methods(asks) == "GET GET GET"


def test_a_passing_error_that_passes_leaves_no_trace() -> None:
    assert play(Reply(500), Reply(500), FINE)[0] == Answer(Verdict.FINE)


def test_each_further_try_waits_twice_as_long() -> None:
    _, asks = play(RESET, anchors=("x",))
    assert [ask.delay for ask in asks] == [0, 2, 4]


@pytest.mark.parametrize(("jitter", "delays"), [(0.0, [0, 1, 2]), (1.0, [0, 3, 6])])
def test_the_wait_is_not_the_same_for_all(jitter: float, delays: list[float]) -> None:
    _, asks = play(RESET, anchors=("x",), jitter=jitter)
    assert [ask.delay for ask in asks] == delays


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_is_left_alone_for_as_long_as_it_says(status: int) -> None:
    _, asks = play(Reply(status, retry_after=50), FINE)
    assert asks[1].delay == 50


def test_a_host_that_says_less_than_is_polite_is_not_believed() -> None:
    _, asks = play(Reply(429, retry_after=0), FINE)
    assert asks[1].delay == 2


def test_a_host_that_wants_too_long_a_wait_is_not_asked_again() -> None:
    answer, asks = play(Reply(429, "Too Many Requests", retry_after=3600))
    assert len(asks) == 1
    assert answer == Answer(Verdict.UNREACHABLE, "answers 429 Too Many Requests", wait=3600)


@pytest.mark.parametrize(
    ("trouble", "verdict", "tries"),
    [
        (Trouble.ADDRESS, Verdict.BROKEN, 1),
        (Trouble.CERTIFICATE, Verdict.BROKEN, 1),
        (Trouble.HOST, Verdict.BROKEN, 3),
        (Trouble.CONNECTION, Verdict.UNREACHABLE, 3),
        (Trouble.PROTOCOL, Verdict.UNREACHABLE, 3),
        (Trouble.TIME, Verdict.UNREACHABLE, 3),
        (Trouble.WAIT, Verdict.UNREACHABLE, 1),
    ],
)
def test_a_failure_is_tried_again_where_that_can_help(
    trouble: Trouble, verdict: Verdict, tries: int
) -> None:
    answer, asks = play(Failure(trouble, "fails so"), anchors=("x",))
    assert (answer.verdict, answer.detail, len(asks)) == (verdict, "fails so", tries)


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_a_move(status: int) -> None:
    answer, asks = play(to(B, status), FINE)
    assert answer == Answer(Verdict.FINE, moved=B)
    assert [ask.url for ask in asks] == [A, B]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_no_move(status: int) -> None:
    assert play(to(B, status), FINE)[0] == Answer(Verdict.FINE)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        pytest.param((301, 308), C, id="permanent twice"),
        pytest.param((301, 302), B, id="permanent, then temporary"),
        pytest.param((302, 301), "", id="temporary, then permanent"),
    ],
)
def test_a_chain_is_a_move_as_far_as_it_is_permanent(statuses: tuple[int, int], moved: str) -> None:
    assert play(to(B, statuses[0]), to(C, statuses[1]), FINE)[0].moved == moved


def test_each_step_of_a_chain_begins_with_head() -> None:
    _, asks = play(to(B), Reply(405), FINE)
    assert [(ask.method, ask.url) for ask in asks] == [("HEAD", A), ("HEAD", B), ("GET", B)]


def test_the_anchor_is_looked_for_where_the_redirect_leads() -> None:
    answer, asks = play(to(B), Reply(200, page=Page(missing={"x": ""})), anchors=("x",))
    assert asks[1] == Ask("GET", B, frozenset({"x"}))
    assert answer.anchors == {"x": ""}


def test_a_redirect_to_an_anchor_takes_the_place_of_the_wanted_one() -> None:
    answer, asks = play(to(B + "#there"), FINE, anchors=("x",))
    assert asks[1] == Ask("HEAD", B)
    assert answer == Answer(Verdict.FINE, moved=B + "#there", anchors={"x": None})


@pytest.mark.parametrize(
    ("replies", "detail"),
    [
        pytest.param([to(A)], f"leads in a circle, by way of '{A}'", id="to itself"),
        pytest.param([to(B), to(A)], f"leads in a circle, by way of '{A}'", id="in a circle"),
        pytest.param([to(B), to(B)], f"leads in a circle, by way of '{B}'", id="into a circle"),
        pytest.param(
            [to(f"/{n}", 302) for n in range(9)], "redirects more than 3 times", id="without end"
        ),
        pytest.param(
            [to(B), Reply(404, "Not Found")],
            f"leads to '{B}', which answers 404 Not Found",
            id="to nothing",
        ),
        pytest.param(
            [to("ftp://b.dev/")], "leads to 'ftp://b.dev/', which names no host", id="not the web"
        ),
        pytest.param(
            [to("http://169.254.169.254/latest")],
            "leads to 'http://169.254.169.254/latest', which only the machine itself can reach",
            id="into the machine's network",
        ),
        pytest.param([Reply(301)], "answers 301", id="nowhere"),
        pytest.param([Reply(304)], "answers 304", id="to a cache we do not have"),
    ],
)
def test_a_redirect_that_leads_to_nothing_is_broken(replies: list[Reply], detail: str) -> None:
    answer, _ = play(*replies)
    assert (answer.verdict, answer.detail) == (Verdict.BROKEN, detail)


def test_an_answer_for_now_says_where_it_comes_from() -> None:
    answer, _ = play(to(B), RESET)
    assert answer.verdict == Verdict.UNREACHABLE
    assert answer.detail == f"leads to '{B}', which closed the connection without an answer"
