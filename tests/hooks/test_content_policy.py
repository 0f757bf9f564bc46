from __future__ import annotations

import base64
import hashlib

import pytest
from content_policy import policy


def directives(*pages: str) -> dict[str, str]:
    parts = (part.split(" ", 1) for part in policy(pages).split("; "))
    return dict(parts)


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_page_without_inline_scripts_needs_no_exception() -> None:
    found = directives('<script src="a.js"></script><p class="b">text</p>')
    assert found["default-src"] == "'self'"
    assert not {"script-src", "style-src"} & set(found)


def test_an_inline_script_is_allowed_by_its_hash() -> None:
    found = directives("<script>one()</script>", "<script async>two( )</script>")
    assert set(found["script-src"].split()) == {"'self'", hash_of("one()"), hash_of("two( )")}


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json"])
def test_data_is_no_script(kind: str) -> None:
    assert "script-src" not in directives(f'<script type="{kind}">{{}}</script>')


def test_an_inline_style_sheet_is_allowed_by_its_hash() -> None:
    assert (
        directives("<svg><style>a{b:c}</style></svg>")["style-src"] == f"'self' {hash_of('a{b:c}')}"
    )


def test_a_style_attribute_has_no_hash() -> None:
    assert (
        directives('<p title="a > b" style="color:red">')["style-src"] == "'self' 'unsafe-inline'"
    )


def test_words_about_styles_are_no_styles() -> None:
    assert "style-src" not in directives('<p title="style=none">in text: style="x"</p>')


def test_a_handler_in_the_markup_is_refused() -> None:
    with pytest.raises(ValueError, match="no 'onclick' attribute"):
        policy(['<a href="#" onclick="go()">go</a>'])


def test_diagrams_drawn_by_a_script_bring_style_sheets_of_their_own() -> None:
    assert "style-src 'self' 'unsafe-inline'" in policy(["<p>"], drawn_by_scripts=True)
