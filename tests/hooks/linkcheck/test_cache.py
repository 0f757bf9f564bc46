from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkcheck.cache import BAD_FOR, DAY, GOOD_FOR, UNREACHABLE_FOR, Cache
from linkcheck.model import Answer, Target, Verdict

PAGE = Target("https://a.dev/", frozenset({"x"}))
FINE = Answer(Verdict.FINE, anchors={"x": None})
BROKEN = Answer(Verdict.BROKEN, "answers 404 Not Found")
ILL = Answer(Verdict.UNREACHABLE, "answers 503 Service Unavailable")
NOW = 1_800_000_000.0


def later(path: Path, seconds: float) -> Cache:
    cache = Cache(path, now=lambda: NOW + seconds)
    cache.load()
    return cache


def kept(tmp_path: Path, answer: Answer) -> Path:
    path = tmp_path / ".cache" / "links.json"
    cache = Cache(path, now=lambda: NOW)
    cache.put(PAGE, answer)
    cache.save()
    return path


@pytest.mark.parametrize(
    "answer",
    [
        FINE,
        BROKEN,
        ILL,
        Answer(Verdict.FINE, moved="https://b.dev/", anchors={"x": "y"}, complete=False),
    ],
)
def test_an_answer_survives(tmp_path: Path, answer: Answer) -> None:
    assert later(kept(tmp_path, answer), 1).get(PAGE) == answer


@pytest.mark.parametrize(
    ("answer", "age"),
    [
        pytest.param(FINE, GOOD_FOR, id="good"),
        pytest.param(Answer(Verdict.FINE, moved="/", anchors={"x": None}), GOOD_FOR, id="moved"),
        pytest.param(Answer(Verdict.FINE, anchors={"x": ""}), BAD_FOR, id="anchor missing"),
        pytest.param(BROKEN, BAD_FOR, id="broken"),
        pytest.param(ILL, UNREACHABLE_FOR, id="unreachable"),
        pytest.param(Answer(Verdict.UNREACHABLE, wait=DAY), DAY, id="wants a day's rest"),
        pytest.param(Answer(Verdict.UNREACHABLE, wait=1e9), GOOD_FOR, id="wants 30 years' rest"),
    ],
)
def test_an_answer_ages_out(tmp_path: Path, answer: Answer, age: float) -> None:
    path = kept(tmp_path, answer)
    assert later(path, age - 1).get(PAGE) == answer
    assert later(path, age).get(PAGE) is None


def test_an_answer_of_the_future_does_not_hold(tmp_path: Path) -> None:
    assert later(kept(tmp_path, FINE), -1).get(PAGE) is None


def test_what_aged_out_leaves_the_file(tmp_path: Path) -> None:
    path = kept(tmp_path, FINE)
    later(path, GOOD_FOR).save()
    assert json.loads(path.read_text())["answers"] == {}


def test_an_unknown_address_has_no_answer(tmp_path: Path) -> None:
    assert later(kept(tmp_path, FINE), 1).get(Target("https://b.dev/")) is None


@pytest.mark.parametrize(
    ("anchors", "known"), [(set(), True), ({"x"}, True), ({"y"}, False), ({"x", "y"}, False)]
)
def test_a_good_answer_holds_for_the_anchors_it_looked_for(
    tmp_path: Path, anchors: set[str], known: bool
) -> None:
    target = Target(PAGE.url, frozenset(anchors))
    assert (later(kept(tmp_path, FINE), 1).get(target) is not None) is known


def test_a_broken_page_needs_no_look_for_anchors(tmp_path: Path) -> None:
    target = Target(PAGE.url, frozenset({"y"}))
    assert later(kept(tmp_path, BROKEN), 1).get(target) == BROKEN


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert later(tmp_path / "none.json", 0).problem == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"version": 1}',
        '{"version": 1, "answers": []}',
        '{"version": 1, "answers": {"https://a.dev/": {}}}',
        '{"version": 1, "answers": {"https://a.dev/": {"answer": {"verdict": "odd"}, "since": 0, "until": 0}}}',
        "\ud800".encode("utf-8", "surrogatepass"),
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_said_to_be_so_and_not_used(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "links.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    cache = later(path, 0)
    assert cache.problem == f"{path} cannot be read: all addresses are asked for again."
    assert cache.get(PAGE) is None


def test_a_file_of_another_version_is_left_unread(tmp_path: Path) -> None:
    path = kept(tmp_path, FINE)
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    cache = later(path, 1)
    assert (cache.problem, cache.get(PAGE)) == ("", None)


def test_the_old_file_stays_where_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = kept(tmp_path, FINE)
    before = path.read_bytes()

    def full(self: Path, *_: Any, **__: Any) -> None:
        self.write_bytes(b"{")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        later(path, 1).save()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
_ANSWER = {
    "verdict": st.sampled_from(["fine", "broken"]) | _ANYTHING,
    "detail": _ANYTHING,
    "moved": _ANYTHING,
    "anchors": _ANYTHING,
    "complete": _ANYTHING,
}
_ENTRY = {
    "answer": st.fixed_dictionaries({}, optional=_ANSWER) | _ANYTHING,
    "since": st.just(NOW) | _ANYTHING,
    "until": st.just(NOW + 1) | _ANYTHING,
}


@given(value=st.fixed_dictionaries(_ENTRY) | _ANYTHING)
def test_any_json_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps({"version": 1, "answers": {"https://a.dev/": value}}))
    cache = later(path, 0)
    cache.get(PAGE)
