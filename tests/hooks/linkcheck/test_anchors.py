from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkcheck.anchors import AnchorReader, wanted_anchor
from linkcheck.model import Page

TEXT = "<p>" + "Enough words for a page that needs no script to show something. " * 5


def read(html: str, *wanted: str, chunk: int = 50) -> Page:
    reader = AnchorReader(frozenset(wanted))
    data = html.encode()
    for start in range(0, len(data), chunk):
        if not reader.feed(data[start : start + chunk]):
            break
    return reader.page(complete=True)


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "top",
        "Top",
        ":~:text=some%20words",
        ":~:text=a,b&text=c",
        "/install",
        "!topic/x",
        "page=3",
        "q=a&b",
        "L10",
        "L10-L20",
        "L10C3-L12C5",
        "L10-20",
    ],
)
def test_a_fragment_that_needs_no_anchor_is_known(fragment: str) -> None:
    assert wanted_anchor(fragment, "a.dev") == ""


@pytest.mark.parametrize(
    "fragment",
    [
        "issuecomment-12345",
        "issue-12345",
        "discussion_r12345",
        "diff-0a1b",
        "readme-ov-file",
        "MIT-1-ov-file",
    ],
)
def test_what_github_draws_by_script_is_known_there_only(fragment: str) -> None:
    assert wanted_anchor(fragment, "github.com") == ""
    assert wanted_anchor(fragment, "a.dev") == fragment


def test_a_text_fragment_after_an_anchor_leaves_the_anchor() -> None:
    assert wanted_anchor("usage:~:text=some", "a.dev") == "usage"


@pytest.mark.parametrize(
    ("html", "fragment"),
    [
        pytest.param('<h2 id="a">', "a", id="id"),
        pytest.param("<h2 id=a>", "a", id="unquoted"),
        pytest.param("<H2 ID='a'>", "a", id="upper case"),
        pytest.param('<a name="a"></a>', "a", id="name of an a"),
        pytest.param('<br id="a"/>', "a", id="self-closing"),
        pytest.param('<h2 id="a&amp;b">', "a&b", id="entity"),
        pytest.param('<h2 id="größe">', "größe", id="letters"),
        pytest.param('<h2 id="größe">', "gr%C3%B6%C3%9Fe", id="escaped letters"),
        pytest.param('<h2 id="a%20b">', "a%20b", id="id with a percent sign"),
        pytest.param('<h2 id="user-content-a">', "a", id="as GitHub writes it"),
        pytest.param(TEXT + '<script>{"toc": [{"anchor": "a"}]}</script>', "a", id="in data"),
        pytest.param(
            TEXT + r'<script>{"text": "<h2 id=\"user-content-a\">"}</script>',
            "a",
            id="in HTML in data",
        ),
        pytest.param('<div id="root"></div><script src="app.js"></script>', "a", id="empty page"),
    ],
)
def test_an_anchor_is_found(html: str, fragment: str) -> None:
    assert read(html, fragment).missing == {}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(TEXT, id="nothing"),
        pytest.param(TEXT + '<h2 id="A">', id="other case"),
        pytest.param(TEXT + '<!-- <h2 id="a"> -->', id="comment"),
        pytest.param(TEXT + "<code>&lt;h2 id=&quot;a&quot;&gt;</code>", id="code"),
        pytest.param(TEXT + '<input name="a">', id="name of a field"),
        pytest.param(TEXT + '<h2 class="a" data-id="a">', id="other attributes"),
        pytest.param(TEXT + '<style>[id="a"] {}</style>', id="style"),
        pytest.param(TEXT + '<script src="app.js"></script>', id="script beside text"),
        pytest.param('<div id="root"></div>', id="empty page without a script"),
        pytest.param(TEXT + '<script>{"anchor": "ab"}</script>', id="part of a word in data"),
    ],
)
def test_an_anchor_that_is_not_there_is_missed(html: str) -> None:
    assert read(html, "a").missing == {"a": ""}


def test_the_nearest_anchor_is_offered() -> None:
    html = '<h2 id="user-content-bind-mounts"><h2 id="volumes">'
    assert read(html, "bind-mount").missing == {"bind-mount": "bind-mounts"}


def test_reading_ends_when_all_are_found() -> None:
    reader = AnchorReader(frozenset({"a", "b"}))
    assert reader.feed(b"<h2 id=a>")
    assert not reader.feed(b"<h2 id=b>")


def test_what_was_not_read_to_the_end_is_said_to_be_so() -> None:
    reader = AnchorReader(frozenset({"a"}))
    reader.feed(TEXT.encode())
    assert reader.page(complete=False) == Page(missing={"a": ""}, complete=False)


@pytest.mark.parametrize(
    "unit", ["<a ", "<!--", "<a '", '<a x="', "<![CDATA[", "</a ", "<?", "<a/"]
)
def test_what_never_ends_is_given_up(unit: str) -> None:
    reader = AnchorReader(frozenset({"a"}))
    chunk = unit.encode() * (2**20 // len(unit))
    assert not all(reader.feed(chunk) for _ in range(6))
    assert not reader.page(complete=reader.readable).complete


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_read(data: bytes, chunk: int) -> None:
    reader = AnchorReader(frozenset({"a"}))
    for start in range(0, len(data), chunk):
        reader.feed(data[start : start + chunk])
    reader.page(complete=True)
