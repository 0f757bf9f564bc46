from __future__ import annotations

import pytest
from lighten.stylesheets import Vocabulary, classes_of, reduce

PAGE = (
    '<html lang="en" dir="ltr"><body class="wide" id="top" data-scheme="dark">'
    '<div class="tabs" data-tabs="1:2"><input type="radio"><p class="note">a</p></div></body></html>'
)


def vocabulary(script: str = "") -> Vocabulary:
    found = Vocabulary()
    found.read_page(PAGE)
    found.read_script(script)
    return found


@pytest.mark.parametrize(
    "selector",
    [
        "p",
        "*",
        ":root",
        ".note",
        "#top",
        "body.wide>p.note",
        ".note:not(.unknown)",
        ":is(.unknown,.note)",
        ".tabs:has(> input)",
        "p:nth-child(2n + 1)::before",
        "[data-scheme]",
        '[data-scheme="dark"] .note',
        "[dir=ltr] p",
        ".tabbed-labels:nth-child(2),p",
    ],
)
def test_a_rule_that_may_match_stays(selector: str) -> None:
    assert reduce(f"{selector}{{color:red}}", vocabulary()).endswith("{color:red}")


@pytest.mark.parametrize(
    "selector",
    [
        "table",
        ".unknown",
        "#bottom",
        ".note .unknown",
        ".note:is(.unknown,.other)",
        "[data-other]",
        "[data-scheme=light]",
        "[dir=rtl] p",
        ".tabbed-set>input:nth-child(3)",
    ],
)
def test_a_rule_that_matches_nothing_goes(selector: str) -> None:
    assert reduce(f"{selector}{{color:red}}", vocabulary()) == ""


@pytest.mark.parametrize("selector", [".md-new", "#md-new", "mark", "[hidden]", ".md-x--left"])
def test_what_a_script_may_make_stays(selector: str) -> None:
    script = 'el("mark","md-new").hidden=1;add("md-x--"+side)'
    assert reduce(f"{selector}{{color:red}}", vocabulary(script)) != ""


def test_an_attribute_may_be_set_by_its_name_in_a_script() -> None:
    names = vocabulary("delete code.dataset.mdCopying")
    assert reduce("[data-md-copying] p{color:red}", names) != ""


def test_a_variable_of_a_script_is_no_name() -> None:
    names = vocabulary('let ge=1;el(ge,"js")')
    assert reduce(".ge{color:red}", names) == ""
    assert reduce(".js{color:red}", names) == ".js{color:red}"


def test_one_of_several_selectors_may_go() -> None:
    assert reduce(".note , .unknown{color:red}", vocabulary()) == ".note{color:red}"


def test_a_condition_without_rules_goes() -> None:
    css = "@media print{.unknown{color:red}}@media screen and (min-width: 60em){p{color:red}}"
    assert reduce(css, vocabulary()) == "@media screen and (min-width:60em){p{color:red}}"


def test_a_custom_property_that_nobody_reads_goes() -> None:
    css = ":root{--a:var(--b);--b:1px;--c:var(--d);--d:2px}p{top:var(--a)}"
    assert reduce(css, vocabulary()) == ":root{--a:var(--b);--b:1px}p{top:var(--a)}"


def test_what_a_later_rule_says_for_every_scheme_is_said_once() -> None:
    css = (
        ":root{--a:1px}[data-md-color-scheme=dark]{--a:2px;--b:3px}"
        "[data-md-color-scheme]{--a:4px}p{top:var(--a);left:var(--b)}"
    )
    names = vocabulary()
    names.read_page('<p data-md-color-scheme="dark">')
    assert reduce(css, names) == css.replace("--a:2px;", "")


def test_a_custom_property_that_a_script_reads_stays() -> None:
    assert reduce("p{--x:1px}", vocabulary('get("--x")')) == "p{--x:1px}"


def test_an_animation_that_nobody_plays_goes() -> None:
    css = "@keyframes a{to{top:0}}@keyframes b{to{top:0}}p{animation:a 1s}"
    assert reduce(css, vocabulary()) == "@keyframes a{to{top:0}}p{animation:a 1s}"


def test_texts_and_addresses_stay_as_they_are() -> None:
    css = 'p{content:"a ; } , b /* c */";mask:url("data:image/svg+xml,<svg a=\'1 , 2\'/>")}'
    assert reduce(css, vocabulary()) == css


def test_comments_and_spaces_go_and_licenses_stay() -> None:
    css = "/* a */p {\n  margin : 0  auto ;\n  /* b */\n  color: red\n}\n/*! By A. */"
    assert reduce(css, vocabulary()) == "p{margin:0 auto;color:red}/*! By A. */"


def test_the_classes_of_a_style_sheet_are_known() -> None:
    assert classes_of(".a.b-c>p .d_e:is(.f){top:.5em}") == {"a", "b-c", "d_e", "f"}
