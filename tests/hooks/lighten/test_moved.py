from __future__ import annotations

from lighten.moved import Moved, common_icons

SVG = "http://www.w3.org/2000/svg"
ICON = f'<svg xmlns="{SVG}" viewBox="0 0 24 24"><!--! By A. --><path d="M1 1" fill="#000"/></svg>'
RARE = f'<svg xmlns="{SVG}" viewBox="0 0 9 9"><path d="M2 2"/></svg>'


def drawing(key: str, rules: str, light: str = "#fff", dark: str = "#000") -> str:
    colors = (
        f"#{key}{{--c0:{light}}}@media screen{{[data-md-color-scheme=slate] #{key}{{--c0:{dark}}}}}"
    )
    sheet = colors + rules.replace("&", f"#{key}")
    return (
        f'<svg id="{key}" width="1"><style>{sheet}</style><path class="a" fill="var(--c0)"/></svg>'
    )


def test_an_icon_of_most_pages_is_drawn_by_the_style_sheet() -> None:
    pages = [f"<p>{ICON}{RARE}</p>", f"<p>{ICON}</p>"]
    assert common_icons(pages, least=2) == [ICON]
    moved = Moved([ICON])
    assert moved.take(pages[0]) == f'<p><svg class="i0"></svg>{RARE}</p>'
    assert moved.css().startswith("/*! By A. */.i0{mask:url(\"data:image/svg+xml,<svg xmlns='")
    assert "fill='%23000'" in moved.css()


def test_a_style_attribute_becomes_a_class() -> None:
    moved = Moved([])
    html = '<td style="text-align: right;">1</td><td class="b" style="text-align: right">2</td>'
    assert moved.take(html) == '<td class="s0">1</td><td class="s0 b">2</td>'
    assert moved.css() == ".s0:not(#_){text-align: right}"


def test_the_text_of_a_page_is_no_style() -> None:
    html = '<p title="x">style="a"</p><code>&lt;p style="b"&gt;</code>'
    assert Moved([]).take(html) == html


def test_drawings_share_their_rules() -> None:
    moved = Moved([])
    first = moved.take(drawing("dg1", "& .a{fill:var(--c0)}& .b{top:0}"))
    second = moved.take(drawing("dg2", "& .a{fill:var(--c0)}"))
    assert first == ('<svg class="d0" id="dg1" width="1"><path class="a" fill="var(--d0)"/></svg>')
    assert 'class="d1" id="dg2"' in second
    css = moved.css()
    assert ".diagram{--d0:#fff}" in css
    assert "@media screen{[data-md-color-scheme=slate] .diagram{--d0:#000}}" in css
    assert ".diagram :is(.d0,.d1) .a{fill:var(--d0)}" in css
    assert ".diagram .d0 .b{top:0}" in css


def test_rules_keep_the_order_that_each_drawing_has() -> None:
    moved = Moved([])
    moved.take(drawing("dg1", "& .a{top:1px}& .b{top:2px}& .c{top:3px}"))
    moved.take(drawing("dg2", "& .a{top:1px}& .x{top:9px}& .c{top:3px}"))
    css = moved.css()
    assert css.index("top:1px") < css.index("top:9px") < css.index("top:3px")
    assert css.index("top:1px") < css.index("top:2px") < css.index("top:3px")


def test_a_drawing_with_another_order_has_rules_of_its_own() -> None:
    moved = Moved([])
    moved.take(drawing("dg1", "& .a{top:1px}& .b{top:2px}"))
    moved.take(drawing("dg2", "& .b{top:2px}& .a{top:1px}"))
    css = moved.css()
    assert css.index(".d0 .a") < css.index(".d0 .b")
    assert css.index(".d1 .b") < css.index(".d1 .a")


def test_moving_drawings_keep_their_style_sheet() -> None:
    html = drawing("dg1", "& .a{animation:go 1s}@keyframes go{to{top:0}}")
    assert Moved([]).take(html) == html
