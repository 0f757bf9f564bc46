from __future__ import annotations

import pytest
from linkcheck.judge import RULES, judge, targets
from linkcheck.model import Answer, Target, Use, Verdict


def use(href: str) -> Use:
    return Use(href, "docs/a.md", 3, 5)


def found(href: str, answer: Answer, url: str = "https://a.dev/") -> list[str]:
    return [str(finding) for finding in judge(use(href), {url: answer})]


def test_an_address_is_asked_for_once_however_often_it_is_used() -> None:
    hrefs = [
        "https://b.dev",
        "https://a.dev/x",
        "https://A.dev/x#one",
        "https://a.dev/x#two",
        "https://a.dev/x#top",
        "https://[broken",
    ]
    assert targets(map(use, hrefs)) == [
        Target("https://a.dev/x", frozenset({"one", "two"})),
        Target("https://b.dev/"),
    ]


@pytest.mark.parametrize(
    ("href", "answer", "message"),
    [
        pytest.param(
            "https://a.dev",
            Answer(Verdict.BROKEN, "answers 404 Not Found"),
            "broken-external-link: 'https://a.dev' answers 404 Not Found. "
            "Correct the link, or remove it.",
            id="broken",
        ),
        pytest.param(
            "https://a.dev",
            Answer(Verdict.UNREACHABLE, "takes no connection"),
            "unreachable-external-link: 'https://a.dev' takes no connection. "
            "Run `make links` again later. If it stays so, correct the link or remove it.",
            id="unreachable",
        ),
        pytest.param(
            "https://a.dev",
            Answer(Verdict.FINE, moved="https://b.dev/"),
            "moved-external-link: 'https://a.dev' has moved for good. Write 'https://b.dev/'.",
            id="moved",
        ),
        pytest.param(
            "https://a.dev#x",
            Answer(Verdict.FINE, moved="https://b.dev/", anchors={"x": None}),
            "moved-external-link: 'https://a.dev#x' has moved for good. Write 'https://b.dev/#x'.",
            id="moved with its anchor",
        ),
        pytest.param(
            "https://a.dev#x",
            Answer(Verdict.FINE, moved="https://b.dev/#y", anchors={"x": None}),
            "moved-external-link: 'https://a.dev#x' has moved for good. Write 'https://b.dev/#y'.",
            id="moved to another anchor",
        ),
        pytest.param(
            "https://a.dev#x",
            Answer(Verdict.FINE, anchors={"x": "xy"}),
            "broken-external-fragment: 'https://a.dev#x': the page has no anchor '#x'. "
            "Did you mean '#xy'?",
            id="no such anchor",
        ),
        pytest.param(
            "https://a.dev#x",
            Answer(Verdict.FINE, anchors={"x": ""}),
            "broken-external-fragment: 'https://a.dev#x': the page has no anchor '#x'. "
            "Link to an anchor that it has.",
            id="nothing like that anchor",
        ),
        pytest.param(
            "https://a.dev#x",
            Answer(Verdict.FINE, anchors={"x": ""}, complete=False),
            "unread-external-fragment: 'https://a.dev#x' is a page too large to be read to its end, "
            "and '#x' is not in its beginning. "
            "Check it by hand, and allow it with a reason in hooks/linkcheck/allowed.toml.",
            id="page too large",
        ),
        pytest.param(
            "https://[a.dev",
            Answer(Verdict.FINE),
            "broken-external-link: 'https://[a.dev' is no address that can be asked for. "
            "Correct the address.",
            id="no address",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is_edited(href: str, answer: Answer, message: str) -> None:
    assert found(href, answer) == [f"docs/a.md:3:5: {message}"]
    assert message.partition(":")[0] in RULES


@pytest.mark.parametrize(
    ("href", "answer"),
    [
        pytest.param("https://a.dev", Answer(Verdict.FINE), id="fine"),
        pytest.param("https://a.dev#x", Answer(Verdict.FINE, anchors={"x": None}), id="anchor"),
        pytest.param("https://a.dev#top", Answer(Verdict.FINE, anchors={"x": ""}), id="top"),
        pytest.param(
            "https://a.dev", Answer(Verdict.FINE, anchors={"x": ""}), id="another's anchor"
        ),
        pytest.param("https://a.dev", Answer(Verdict.FINE, complete=False), id="large page"),
    ],
)
def test_what_is_in_order_is_not_mentioned(href: str, answer: Answer) -> None:
    assert found(href, answer) == []


def test_an_address_without_an_answer_has_no_finding() -> None:
    assert list(judge(use("https://b.dev"), {})) == []


def test_what_a_host_says_stays_on_one_line_and_commands_no_terminal() -> None:
    answer = Answer(Verdict.FINE, anchors={"x": "x\n\x1b[2J"})
    assert "Did you mean '#x\ufffd\ufffd[2J'?" in found("https://a.dev#x", answer)[0]
