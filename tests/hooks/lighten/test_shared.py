from __future__ import annotations

from lighten.shared import empty, share, write_script

PAGE = (
    '<form class="md-header__option" data-a><input id="b"></form><h1>{}</h1>'
    '<div class="md-search" role="dialog"><div>{}</div></div>\n<div class="md-header__source"></div>'
)


def test_what_all_pages_have_is_shared() -> None:
    assert share([PAGE.format("one", "c"), PAGE.format("two", "c")]) == {
        ".md-header__option": '<input id="b">',
        ".md-search": "<div>c</div>",
    }


def test_what_differs_on_a_page_stays_on_all() -> None:
    assert list(share([PAGE.format("", "c"), PAGE.format("", "d")])) == [".md-header__option"]


def test_what_a_page_lacks_stays_on_the_others() -> None:
    assert share([PAGE.format("", "c"), "<p>d</p>"]) == {}


def test_a_page_keeps_the_places() -> None:
    assert empty(PAGE.format("one", "c"), [".md-header__option", ".md-search"]) == (
        '<form class="md-header__option" data-a></form><h1>one</h1>'
        '<div class="md-search" role="dialog"></div>\n<div class="md-header__source"></div>'
    )


def test_a_script_fills_the_places() -> None:
    script = write_script({".a": '<b id="c">'})
    assert script == 'document.querySelector(".a").innerHTML = "<b id=\\"c\\">";\n'
