from __future__ import annotations

import pytest
from lighten.markup import lighten

CONSOLE = (
    '<div class="language-console highlight"><pre><span></span><code><span id="__line-0-1">'
    '<span class="gp">$ </span>docker<span class="w"> </span><span class="s2">"a  b"</span>\n'
    '</span><span id="__line-0-2"><span class="go">a  b</span>\n</span></code></pre></div>'
)


def test_spaces_between_blocks_go() -> None:
    assert lighten("<div>\n  <p>a\n b </p>\n\n</div>", ()) == "<div><p>a b</p></div>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <em>b</em> c <code>d</code>, e</p>",
        "<p>a<em>b</em>c</p>",
        "<p><a>b</a> <a>c</a></p>",
        "<li>a</li> <li>b</li>",  # a style sheet may set them side by side
        "<pre>a\n  b\n\n</pre>",
        "<textarea> a\n b </textarea>",
        '<p title="a  >  b">c</p>',
    ],
)
def test_what_shows_stays(html: str) -> None:
    assert lighten(html, ()) == html


def test_comments_go() -> None:
    assert lighten("<p>a<!-- b --> c</p>", ()) == "<p>a c</p>"


def test_a_transcript_keeps_its_lines_and_its_prompts() -> None:
    assert lighten(CONSOLE, {"gp", "go", "s2"}) == (
        '<div class="language-console highlight"><pre><code><span>'
        '<span class="gp">$ </span>docker "a  b"\n</span><span>a  b\n</span></code></pre></div>'
    )


def test_code_keeps_what_the_style_sheet_dresses() -> None:
    html = (
        '<div class="language-yaml highlight"><span class="filename">a.yaml</span><pre><span></span>'
        '<code><span id="__line-1-1"><span class="nt">a</span><span class="p">:</span><span class="w">'
        ' </span><span class="l l-Scalar">b</span>\n</span></code></pre></div>'
    )
    assert lighten(html, {"nt", "l", "filename"}) == (
        '<div class="language-yaml highlight"><span class="filename">a.yaml</span><pre><code><span>'
        '<span class="nt">a</span>: <span class="l">b</span>\n</span></code></pre></div>'
    )


def test_attributes_for_the_theme_s_own_script_go() -> None:
    html = '<nav data-md-component="tabs" data-md-scrollfix class="a" data-md-level="1">a > b</nav>'
    named = {"data-md-level"}
    assert lighten(html, (), named) == '<nav class="a" data-md-level="1">a > b</nav>'


def test_an_attribute_in_the_text_stays() -> None:
    html = "<p>Write <code>&lt;nav data-md-level&gt;</code> data-md-level</p>"
    assert lighten(html, ()) == html
