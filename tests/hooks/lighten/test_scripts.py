from __future__ import annotations

import pytest
from lighten.scripts import strip_comments


def test_comments_and_indentation_go() -> None:
    script = '// What it does.\n"use strict";\n\n{\n  // Why.\n  go(); // how\n}\n'
    assert strip_comments(script) == '"use strict";\n{\ngo();\n}\n'


@pytest.mark.parametrize("script", ['go("https://a.b/");\n', "go(/\\/\\//);\n", "a = b / c;\n"])
def test_what_is_no_comment_stays(script: str) -> None:
    assert strip_comments(script) == script
