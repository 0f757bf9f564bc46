from __future__ import annotations

import pytest
from transcripts.fences import SnippetError, resolve, scan

NESTED = """\
# Page

```console
$ one
```

!!! note

    ```console
    $ two

    after a blank line
    ```

=== "Linux"

    1. A step

        ~~~console title="x"
        $ three
        ~~~

??? example "Solution"

    ```dockerfile title="Dockerfile" hl_lines="2"
    FROM busybox
    ```

> ```console
> $ four
> ```

````text
```console
$ quoted
```
````

<!--
```console
$ commented out
```
-->
"""


def test_fences_are_found_wherever_they_stand() -> None:
    bodies = [fence.body for fence in scan(NESTED)]
    assert bodies == [
        ("$ one",),
        ("$ two", "", "after a blank line"),
        ("$ three",),
        ("FROM busybox",),
        ("$ four",),
        ("```console", "$ quoted", "```"),
    ]


def test_a_fence_knows_its_line_and_what_stands_before_it() -> None:
    lines = NESTED.split("\n")
    for fence in scan(NESTED):
        assert lines[fence.line - 1].startswith(fence.indent + fence.mark)
        assert fence.closed


@pytest.mark.parametrize(
    ("info", "language", "title"),
    [
        ("console", "console", None),
        ('dockerfile title="Dockerfile"', "dockerfile", "Dockerfile"),
        ("yaml title='compose.yaml' hl_lines=\"1 2\"", "yaml", "compose.yaml"),
        ('{.python title="app.py" .annotate}', "python", "app.py"),
        ("{ .yaml .annotate title=web.yaml }", "yaml", "web.yaml"),
        ("", "", None),
        ('title="notes.txt"', "", "notes.txt"),
    ],
)
def test_the_info_string_names_language_and_title(
    info: str, language: str, title: str | None
) -> None:
    (fence,) = scan(f"```{info}\nx\n```")
    assert (fence.language, fence.title) == (language, title)


def test_a_fence_without_an_end_is_not_closed() -> None:
    (fence,) = scan("```console\n$ one\n")
    assert not fence.closed


def test_a_fence_ends_where_its_container_does() -> None:
    found = list(scan("!!! note\n\n    ```console\n    $ one\n\nText.\n\n```console\n$ two\n```\n"))
    assert [fence.closed for fence in found] == [False, True]


def test_inline_code_of_three_marks_is_no_fence() -> None:
    assert list(scan("```not a fence``` in a sentence\n")) == []


FILES = {
    "assets/examples/Dockerfile": "FROM busybox\n# --8<-- [start:run]\nRUN true\n# --8<-- [end:run]\nCMD sh\n"
}


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("assets/examples/Dockerfile", ["FROM busybox", "RUN true", "CMD sh"]),
        ("assets/examples/Dockerfile:run", ["RUN true"]),
        ("assets/examples/Dockerfile:1:1", ["FROM busybox"]),
        ("assets/examples/Dockerfile:5", ["CMD sh"]),
    ],
)
def test_a_snippet_is_the_text_that_the_page_shows(target: str, shown: list[str]) -> None:
    assert resolve([f'--8<-- "{target}"'], FILES.__getitem__) == shown


def test_lines_around_a_snippet_stay() -> None:
    body = ["# first", '--8<-- "assets/examples/Dockerfile:run"', "# last"]
    assert resolve(body, FILES.__getitem__) == ["# first", "RUN true", "# last"]


def test_a_missing_file_is_named() -> None:
    def read(path: str) -> str:
        raise FileNotFoundError(path)

    with pytest.raises(SnippetError, match="'nosuch' cannot be read"):
        resolve(['--8<-- "nosuch"'], read)


def test_a_missing_section_is_named() -> None:
    with pytest.raises(SnippetError, match="no section 'nosuch'"):
        resolve(['--8<-- "assets/examples/Dockerfile:nosuch"'], FILES.__getitem__)
