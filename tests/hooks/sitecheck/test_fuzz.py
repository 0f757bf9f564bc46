"""Whatever comes in, the checks end, soon, and without an exception."""

from __future__ import annotations

import os
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sitecheck import Project, Reader, Site, Snippets, Source, check, urls
from sitecheck.candidates import candidates
from sitecheck.markup import TELLING, TOKEN, attributes, text_of
from sitecheck.model import Page
from sitecheck.pages import read_content, srcset
from sitecheck.report import FORMATS
from sitecheck.sources import compose
from sitecheck.styles import addresses
from small_site import HOOKS, build

PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "--!>",
        "<a",
        "<a>",
        "</a>",
        "<img",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg",
        "<textarea>\n",
        "",
        "",
        "",
        "<![CDATA[",
        "]]>",
        "href=",
        "src=",
        "srcset=",
        "id=",
        '"',
        "'",
        "=",
        "/",
        "#",
        "?",
        "&",
        "&amp;",
        "&#x2f;",
        "%20",
        "%ff",
        "%zz",
        "..",
        "./",
        "../",
        "//",
        "\\",
        "[",
        "]",
        "(",
        ")\n",
        "",
        "",
        "",
        "](",
        "][",
        "[^",
        "^]",
        "]:",
        "![",
        "`",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "",
        "",
        "",
        "",
        "\t",
        "*",
        "_",
        "{",
        "}",
        "{#",
        "{:",
        "--8<--",
        ";--8<--",
        '"snippet.md"',
        "---",
        "...",
        ":",
        ",",
        "é\n",
        "",
        "",
        "",
        "é",
        "\u200b",
        "\u202e",
        "\ufeff",
        "🐳",
        "nope.md",
        "page.md",
        "http://",
        "mailto:",
        "javascript:",
        "data:",
        "tel:",
        "www.",
        "@\n",
        "",
        "",
        "",
        'style="background:url(',
        "url(",
        ")",
        "@import",
        "mermaid",
        "click",
        "class=mermaid",
        "===",
        "!!!",
        "???",
        "-",
        "1.",
        "|",
    ]
)
TEXT = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)


def site_of(root: Path, pages: dict[str, tuple[str, str]]) -> Site:
    """Make a site from pages: their HTML, and the Markdown that they are said to come from."""
    reader = Reader()
    sources = {}
    for path, (html, markdown) in pages.items():
        reader.add(path, f"<body><nav><a href='../'>up</a></nav>{html}</body>", html)
        sources[path] = Source(f"docs/{path}.md", f"{path}.md", text=markdown)
    project = Project(root, "https://example.org/x/", sources=sources, snippets=Snippets((root,)))
    return Site(project, reader.pages, frozenset(pages), reader.surroundings)


@given(html=TEXT, markdown=TEXT)
@settings(deadline=None)
def test_any_page_can_be_checked(html: str, markdown: str) -> None:
    page = {"index.html": (html, markdown), "a/index.html": (markdown, html)}
    report = check(site_of(Path("/nowhere"), page), page)
    assert not [each for each in report.findings if each.rule == "unchecked-page"]
    for write in FORMATS.values():
        write(report.findings).encode("utf-8", "backslashreplace")


@given(html=TEXT, markdown=TEXT)
@settings(deadline=None)
def test_findings_are_the_same_each_time(html: str, markdown: str) -> None:
    page = {"index.html": (html, markdown)}
    first, second = (check(site_of(Path("/nowhere"), page), page) for _ in range(2))
    assert list(map(str, first.findings)) == list(map(str, second.findings))


@given(TEXT)
def test_places_are_inside_the_text(markdown: str) -> None:
    document = compose(Source("a.md", "a.md", text=markdown), Path("/nowhere"), None)
    rows = markdown.split("\n")
    for candidate in candidates(document):
        place = document.place(candidate.start)
        assert 1 <= place.line <= len(rows)
        assert 1 <= place.column <= len(rows[place.line - 1]) + 1


@example("http://`<`")
@given(TEXT)
def test_every_candidate_stands_where_it_is_said_to(markdown: str) -> None:
    document = compose(Source("a.md", "a.md", text=markdown), Path("/nowhere"), None)
    for candidate in candidates(document):
        if candidate.style in {"markdown", "image", "definition", "automatic"}:
            assert markdown.startswith(candidate.text, candidate.start)


@given(st.text() | TEXT)
def test_any_address_has_parts(href: str) -> None:
    ref = urls.parse(href)
    for folder in ("", "a/", "a/b/"):
        joined = urls.join(folder, ref.path)
        assert joined is None or not joined.startswith("../")


@given(st.lists(st.sampled_from(["a", "b", "c.html", ".."]), min_size=1, max_size=6))
def test_a_relative_path_leads_back(parts: list[str]) -> None:
    path = urls.join("", "/".join(parts))
    if path is None:
        return
    for folder in ("", "a/", "a/b/c/"):
        assert urls.join(folder, urls.relative(path, folder)) == path


class _Standard(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, str] = {}
        for name, value in attrs:
            found.setdefault(name, value or "")
        self.found.append((tag, found))


VALUE = st.text("abc<>&;=#'/ ", max_size=8)
TAG = st.builds(
    lambda name, values: (
        f"<{name} " + " ".join(f'{key}="{value}"' for key, value in values.items()) + ">"
    ),
    st.sampled_from(["a", "img", "div", "span"]),
    st.dictionaries(st.sampled_from(["href", "src", "id", "title"]), VALUE, max_size=3),
)


@given(st.lists(TAG | st.sampled_from(["text & more", "<!-- <a href='x'> -->", "</a>", "<p>"])))
def test_tags_are_those_of_the_standard_library(parts: list[str]) -> None:
    html = "".join(parts)
    standard = _Standard()
    standard.feed(html)
    standard.close()
    ours = [
        (match["name"].lower(), attributes(match["attributes"]))
        for match in TOKEN.finditer(html)
        if match["name"] and not match["name"].startswith("/")
    ]
    assert ours == standard.found


@given(st.lists(TAG | st.sampled_from(["text & more", "<!-- <a href='x'> -->", "</a>", "<p>"])))
def test_the_short_expression_finds_the_same_attributes(parts: list[str]) -> None:
    html = "".join(parts)

    def found(matches: object) -> list[str]:
        return [m["attributes"] for m in matches if m["attributes"] and m["attributes"].strip()]  # type: ignore[attr-defined]

    assert found(TELLING.finditer(html)) == found(TOKEN.finditer(html))


MANY = 20_000
HOSTILE = {
    "unclosed tags": "<a " * MANY,
    "unclosed links": "<a href='x'>" * MANY,
    "unclosed quotes": '<a href="' * MANY,
    "unclosed comments": "<!-- " * MANY,
    "unclosed scripts": "<script>" * MANY,
    "unclosed code": "<code>" * MANY,
    "unclosed divs": "<div>\n" * MANY,
    "unclosed cdata": "<![CDATA[" * MANY,
    "less-than signs": "<" * MANY * 5,
    "open brackets": "[" * MANY,
    "nested brackets": "[" * MANY + "]" * MANY,
    "open links": "[a](" * MANY,
    "open parentheses": "[a](" + "(" * MANY,
    "spaces in a target": "[a](" + " " * MANY + "x",
    "images": "![" * MANY,
    "backticks": "`" * MANY,
    "rising backticks": " ".join("`" * number for number in range(1, 300)),
    "odd backticks": "`a" * MANY,
    "fences": "```\n" * MANY,
    "fences in fences": "\n".join("`" * number for number in range(3, 400)),
    "definitions": "[a]: b\n" * MANY,
    "unfinished definitions": "[a" * MANY + "]:",
    "footnotes": "[^a" * MANY,
    "references": "[a][b" * MANY,
    "defined references": "[a][b]" * 5_000,
    "attribute lists": "{#a" * MANY,
    "backslashes": "\\" * MANY,
    "entities": "&amp" * MANY,
    "percent signs": "<a href='" + "%" * MANY + "'>x</a>",
    "dots": "<a href='" + "../" * MANY + "'>x</a>",
    "a long line": "word " * 200_000,
    "a long line of links": "[a b](nope.md) " * 20_000,
    "a long line of code": "`a` " * 100_000,
    "nested elements": "<div>" * MANY + "</div>" * MANY,
    "nested lists": "<ul><li>" * MANY,
    "nested quotes and code": "> ```\n" * MANY,
    "nested emphasis": "*" * MANY + "x" + "*" * MANY,
    "nested frames": "<iframe srcdoc='" * MANY,
    "unclosed forms": "<form>" * MANY,
    "handlers": "<b onclick=x>" * 2_000,
    "areas": "<area href=x>" * 2_000,
    "painted parts": "<rect fill='url(#" + "a" * MANY + ")'/>" * 20,
    "image sets": "<style>a{b:image-set(" + '"a" ' * MANY,
    "decorated links": "<a href=x>" + '<img alt="">' * MANY,
    "images without end": "<a href=x>" + "<img " * MANY + "</a>",
    "titles of code": '``` py title="' + "[a](b.md)" * MANY,
    "escaped links": "\\[a](b.md) " * MANY + "<p>" + "[a](b.md) " * 100,
    "definitions with titles": '[a]: b "' * MANY,
    "undecodable escapes": "<a href='" + "%ff%fe%zz" * MANY + "'>x</a>",
    "every plane": "<a href='" + "\U0001f433\u200b\u0308" * MANY + "'>x</a>",
    "a long address": "<a href='" + "a" * 1_000_000 + "'>x</a>",
    "srcset": "<img alt='a b' srcset='" + "a, " * MANY + "'>",
    "unclosed srcset": "<img alt='a b' srcset='" + "a (" * MANY + "'>",
    "styles": "<style>" + "url(" * MANY,
    "style strings": "<style>" + "'\\" * MANY,
    "style comments": "<style>" + "/*" * MANY,
    "quotes": "> " * MANY + "x",
    "indents": "\n".join(" " * number + "- a" for number in range(1_000)),
    "front matter": "---\n" * MANY,
    "deep front matter": "---\na: " + "[" * 5_000 + "\n---\n",
    "snippets": '--8<-- "nope.md"\n' * 2_000,
    "duplicate ids": "<p id='a'></p>" * 2_000,
    "equal links": "<a href='nope'>x y</a> [x y](nope)\n" * 2_000,
    "other links": "".join(f"<a href='nope{number}'>x</a>\n" for number in range(2_000)),
    "at signs": "a@" * MANY,
    "mail": "<a href='mailto:" + "a." * MANY + "'>x</a>",
    "unclosed mathematics": "<span class='arithmatex'>" * MANY,
    "mermaid": "<pre class=mermaid>" + "click " * MANY,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_checked(text: str) -> None:
    page = {"index.html": (text, text)}
    report = check(site_of(Path("/nowhere"), page), page)
    assert not [each for each in report.findings if each.rule == "unchecked-page"]


@given(TEXT)
def test_small_readers_take_anything(text: str) -> None:
    attributes(text)
    srcset(text)
    text_of(text)
    list(addresses(text))
    read_content(text, Page("x"))


def test_snippets_that_include_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('--8<-- "b.md"\n--8<-- "b.md"\n[a](nope-a.md)\n')
    (tmp_path / "b.md").write_text('--8<-- "a.md"\n--8<-- "c.md"\n--8<-- "c.md"\n')
    (tmp_path / "c.md").write_text('--8<-- "c.md"\n[c](nope-c.md)\n')
    source = Source("page.md", "page.md", text='--8<-- "a.md"')
    document = compose(source, tmp_path, Snippets((tmp_path,)))
    assert document.text.count("nope-c.md") == 4
    assert not document.missing


def test_snippets_that_double_at_each_step_are_cut_off(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text(f'--8<-- "{number + 1}.md"\n' * 2)
    (tmp_path / "40.md").write_text("text\n")
    source = Source("page.md", "page.md", text='--8<-- "0.md"')
    assert len(compose(source, tmp_path, Snippets((tmp_path,))).lines) <= 50_001


def test_links_of_the_file_system_that_lead_in_circles_end(tmp_path: Path) -> None:
    from sitecheck.folder import read_folder

    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<a href='loop/loop/index.html'>x</a>")
    (site / "loop").symlink_to(site)
    (site / "self").symlink_to(site / "self")
    (site / "gone.html").symlink_to(tmp_path / "gone")
    found, examine = read_folder(site)
    assert [str(each) for each in check(found, examine).findings] == [
        "index.html:1:10: broken-link: 'loop/loop/index.html': there is no such page or file."
    ]


def test_a_project_with_circles_and_bad_names_is_built(tmp_path: Path) -> None:
    """All at once, through MkDocs, with the hook."""
    files = {
        "docs/index.md": '# Home\n\n--8<-- "a.md"\n\n[bad escape](%ff%fe.md) \n',
        "a.md": '--8<-- "b.md"\n',
        "b.md": '--8<-- "a.md"\n[b c](nope.md)\n',
    }
    (tmp_path / "docs").mkdir()
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "docs/gone.png").symlink_to(tmp_path / "nowhere.png")
    (tmp_path / "docs/latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "docs/style.css").write_bytes(b"a { background: url(caf\xe9.png) }")
    settings = {
        "markdown_extensions": [{"pymdownx.snippets": {"base_path": [str(tmp_path)]}}],
        "exclude_docs": "gone.png",  # which MkDocs itself cannot copy
    }
    outcome = build(tmp_path, files, hooks=["check_site"], settings=settings)
    assert outcome.failure is None
    ours = [line.removeprefix("check_site: ").split("'")[0] for line in outcome.warnings]
    assert "b.md:2:7: broken-link: " in ours
    assert "docs/index.md:5:14: broken-link: " in ours
    assert "docs/style.css:1:21: missing-image: " in ours


def test_every_python_reads_the_same() -> None:
    """Before 3.11.5, Python repeats a group possessively in a wrong way (python/cpython#106052)."""
    possessive = re.compile(r"\)[*+?}]\+")
    for path in sorted((HOOKS / "sitecheck").glob("*.py")) + sorted(
        (HOOKS / "linkcheck").glob("*.py")
    ):
        for text in re.findall(
            r"(?s)\br[f]?(?:\"\"\".*?\"\"\"|'.*?'|\".*?\")", path.read_text("utf-8")
        ):
            assert not possessive.search(text.replace(r"\)", "")), f"{path.name}: {text}"


def test_files_that_are_no_utf_8_are_read(tmp_path: Path) -> None:
    from sitecheck.folder import read_folder

    (tmp_path / "index.html").write_bytes(b"<a href='nope\xff.html'>\xff\xfe</a>")
    (tmp_path / os.fsdecode(b"caf\xe9.html")).write_bytes(b"<a href='caf%E9.html'>self</a>")
    found, examine = read_folder(tmp_path)
    assert len(check(found, examine).findings) == 1


@pytest.mark.parametrize("stored", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_a_name_means_the_file_in_the_same_normal_form(
    tmp_path: Path, stored: str, asked: str
) -> None:
    from sitecheck.folder import read_folder

    name = "größe.html"
    (tmp_path / unicodedata.normalize(stored, name)).write_text("x")  # type: ignore[arg-type]
    link = unicodedata.normalize(asked, name)  # type: ignore[arg-type]
    (tmp_path / "index.html").write_text(f"<a href='{link}'>x</a>", encoding="utf-8")
    found, examine = read_folder(tmp_path)
    rules = [each.rule for each in check(found, examine).findings]
    assert rules == ([] if stored == asked else ["wrong-case"])
