from __future__ import annotations

import pytest
from lighten.markup import dressing, lighten, lighten_code

CONSOLE = (
    '<div class="language-console highlight"><pre><span></span><code><span id="__line-0-1">'
    '<span class="gp">$ </span>docker<span class="w"> </span><span class="s2">"a  b"</span>\n'
    '</span><span id="__line-0-2"><span class="go">a  b</span>\n</span></code></pre></div>'
)


def test_spaces_between_blocks_go() -> None:
    assert lighten("<div>\n  <p>a\n b </p>\n\n</div>") == "<div><p>a b</div>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <em>b</em> c <code>d</code>, e</p>",
        "<p>a<em>b</em>c</p>",
        "<p><a>b</a> <a>c</a></p>",
        "<li class=a>a</li> <li class=a>b</li>",  # a style sheet may set them side by side
        "<pre>a\n  b\n\n</pre>",
        "<textarea> a\n b </textarea>",
        '<p title="a  >  b">c</p>',
    ],
)
def test_what_shows_stays(html: str) -> None:
    assert lighten(html) == html


def test_comments_go() -> None:
    assert lighten("<p>a<!-- b --> c</p>") == "<p>a c</p>"


@pytest.mark.parametrize(
    ("html", "short"),
    [
        pytest.param("<ul><li>a</li> <li>b</li></ul>", "<ul><li>a<li>b</ul>", id="of items"),
        pytest.param("<div><p>a</p><p>b</p></div>", "<div><p>a<p>b</div>", id="of paragraphs"),
        pytest.param("<a><p>a</p></a>", "<a><p>a</p></a>", id="not of one within a link"),
        pytest.param("<p>a</p> b", "<p>a</p>b", id="not of one before text"),
        pytest.param(
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
            "<table><tbody><tr><td>a<td>b</table>",
            id="of cells",
        ),
        pytest.param("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a<dd>b</dl>", id="of definitions"),
    ],
)
def test_end_tags_go_where_the_next_tag_says_the_same(html: str, short: str) -> None:
    assert lighten(html) == short


@pytest.mark.parametrize(
    ("html", "short"),
    [
        ('<a id="b">c</a>', "<a id=b>c</a>"),
        ('<a class="b c">d</a>', '<a class="b c">d</a>'),
        ('<a alt="">b</a>', '<a alt="">b</a>'),
        ('<a href="../">b</a>', '<a href="../">b</a>'),  # a slash may end a tag
        ('<a title="b=c">d</a>', '<a title="b=c">d</a>'),
    ],
)
def test_quotes_go_where_nothing_needs_them(html: str, short: str) -> None:
    assert lighten(html) == short


def test_spaces_go_around_the_words_of_the_theme_s_parts_only() -> None:
    link = '<a class="md-tabs__link"> a </a>'
    assert lighten(f"{link}<article><p>{link} b</p></article>") == (
        "<a class=md-tabs__link>a</a><article><p><a class=md-tabs__link> a </a> b</article>"
    )


def test_what_only_the_theme_s_script_reads_goes() -> None:
    html = (
        '<link rel="next" href="a"><meta name="generator" content="b"><p data-search-exclude>c</p>'
    )
    assert lighten(html) == "<p>c</p>"


def test_classes_of_one_colour_are_one() -> None:
    css = (
        ".highlight .k,.highlight .kn{color:red}.highlight .kt{color:red}.highlight .s{color:blue}"
    )
    assert dressing(css) == {"k": "k", "kn": "k", "kt": "k", "s": "s"}


def test_classes_in_the_colour_of_code_are_none() -> None:
    css = ".highlight .p{color:var(--md-code-hl-punctuation-color)}.filename .k{color:red}"
    assert dressing(css) == {}


def test_a_transcript_keeps_its_commands_and_their_prompts() -> None:
    assert lighten_code(CONSOLE, {"s2": "s2"}) == (
        '<div class="language-console highlight"><pre><code><span>'
        '<span class="gp">$ </span>docker "a  b"\n</span><span>a  b\n</span></code></pre></div>'
    )


def test_lines_of_output_are_one() -> None:
    more = '<span id="__line-0-3"><span class="go">c</span>\n</span>'
    html = lighten_code(CONSOLE.replace("</code>", more * 2 + "</code>"), {})
    assert "<span>a  b\nc\nc\n</span></code>" in html


def test_two_commands_stay_apart() -> None:
    command = CONSOLE.partition("<code>")[2].partition("</code>")[0]
    html = lighten_code(CONSOLE.replace("</code>", command + "</code>"), {})
    assert html.count('<span><span class="gp">') == 2


YAML = (
    '<div class="language-yaml highlight"><span class="filename">a.yaml</span>{}<pre><span></span>'
    '<code><span id="__line-1-1"><span class="nt">a</span><span class="p">:</span><span class="w">'
    ' </span><span class="l l-Scalar">b</span>\n</span></code></pre></div>'
)


def test_code_keeps_what_the_style_sheet_dresses() -> None:
    assert lighten_code(YAML.replace("{}", ""), {"nt": "k", "l": "s"}) == (
        '<div class="language-yaml highlight"><span class="filename">a.yaml</span><pre><code>'
        '<span class="k">a</span>: <span class="s">b</span>\n</code></pre></div>'
    )


def test_neighbours_in_one_colour_become_one() -> None:
    html = '<div class="language-c highlight"><pre><code>{}</code></pre></div>'
    tokens = '<span class="k">int</span><span class="w"> </span><span class="kt">a</span>'
    joined = lighten_code(html.format(tokens), {"k": "k", "kt": "k"})
    assert joined == html.format('<span class="k">int a</span>')


def test_the_numbers_beside_a_listing_are_text() -> None:
    numbers = (
        '<div class="linenodiv"><pre><span></span><span class="normal"> 1</span>\n</pre></div>'
    )
    html = lighten_code(YAML.replace("{}", numbers), {})
    assert '<div class="linenodiv"><pre> 1\n</pre></div>' in html


def test_attributes_for_the_theme_s_own_script_go() -> None:
    html = '<nav data-md-component="tabs" data-md-scrollfix class="a" data-md-level="1">a > b</nav>'
    named = {"data-md-level"}
    assert lighten(html, named) == "<nav class=a data-md-level=1>a > b</nav>"


def test_an_attribute_in_the_text_stays() -> None:
    html = "<p>Write <code>&lt;nav data-md-level&gt;</code> data-md-level</p>"
    assert lighten(html) == html
