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
