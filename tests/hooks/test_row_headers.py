from __future__ import annotations

import re

from markdown import Markdown
from row_headers import RowHeaders


def cells(markdown: str) -> list[str]:
    html = Markdown(extensions=["tables", RowHeaders()]).convert(markdown)
    return re.findall(r"<t[hd].*?</t[hd]>", html)


def test_below_an_empty_corner_the_first_column_names_the_rows() -> None:
    assert cells("| | Image |\n| --- | --- |\n| Made by | `docker build` |\n") == [
        "<td></td>",
        "<th>Image</th>",
        '<th scope="row">Made by</th>',
        "<td><code>docker build</code></td>",
    ]


def test_a_table_whose_first_header_has_text_stays() -> None:
    assert cells("| What | Image |\n| --- | --- |\n| Made by | a build |\n") == [
        "<th>What</th>",
        "<th>Image</th>",
        "<td>Made by</td>",
        "<td>a build</td>",
    ]


def test_a_header_of_code_is_not_empty() -> None:
    assert cells("| `ls` | Image |\n| --- | --- |\n| a | b |\n")[0] == "<th><code>ls</code></th>"


def test_a_table_stands_in_a_box_that_scrolls_and_has_a_name() -> None:
    html = Markdown(extensions=["tables", RowHeaders()]).convert("| a |\n| --- |\n| b |\n\nEnd\n")
    start = (
        '<div aria-label="Table" class="md-typeset__scrollwrap" role="group">'
        '<div class="md-typeset__table"><table>'
    )
    assert re.sub(r"\n", "", html).startswith(start)
    assert html.endswith("</table></div></div>\n<p>End</p>")


def test_a_table_with_a_class_is_laid_out_by_its_own_rules() -> None:
    markdown = '<table class="own" markdown><tr><td>a</td></tr></table>\n'
    html = Markdown(extensions=["md_in_html", RowHeaders()]).convert(markdown)
    assert "scrollwrap" not in html
