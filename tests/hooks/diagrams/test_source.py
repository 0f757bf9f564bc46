from __future__ import annotations

import pytest
from diagrams.source import Fence, Words, find_fences, find_words, kept_lines


@pytest.mark.parametrize(
    ("markdown", "fences"),
    [
        pytest.param("# T\n\n```mermaid\npie\n```\n", [Fence(4, 0, "pie")], id="plain"),
        pytest.param("~~~ mermaid\npie\n~~~\n", [Fence(2, 0, "pie")], id="tildes"),
        pytest.param('``` { .mermaid title="x" }\npie\n```\n', [Fence(2, 0, "pie")], id="braces"),
        pytest.param(
            "!!! note\n\n    ```mermaid\n    pie\n      x\n    ```\n",
            [Fence(4, 4, "pie\n  x")],
            id="in an admonition",
        ),
        pytest.param(
            '=== "Tab"\n\n    - item\n\n        ```mermaid\n        pie\n\n        x\n        ```\n',
            [Fence(6, 8, "pie\n\nx")],
            id="in a list in a tab",
        ),
        pytest.param("> ```mermaid\n> pie\n> ```\n", [Fence(2, 2, "pie")], id="in a quotation"),
        pytest.param("````markdown\n```mermaid\npie\n```\n````\n", [], id="quoted in a longer one"),
        pytest.param("```mermaid-like\npie\n```\n", [], id="another language"),
        pytest.param("Write ```mermaid``` here.\n", [], id="inline"),
        pytest.param(
            "```mermaid\npie\n```\n\n```text\n```\n\n```mermaid\npie\n```\n",
            [Fence(2, 0, "pie"), Fence(9, 0, "pie")],
            id="two of the same",
        ),
        pytest.param("```mermaid\npie\n", [], id="never closed"),
    ],
)
def test_the_mermaid_fences_of_a_file_are_found(markdown: str, fences: list[Fence]) -> None:
    assert list(find_fences(markdown)) == fences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("pie\naccTitle: A\naccDescr: B c", Words("A", "B c", True), id="statements"),
        pytest.param(
            "pie\n  accTitle : A\n  accDescr {\n    B\n    c\n  }\n",
            Words("A", "B c", True),
            id="a block of several lines",
        ),
        pytest.param(
            "mindmap\n%% accTitle: A\n%% accDescr: B\n", Words("A", "B", False), id="comments"
        ),
        pytest.param("pie\n", Words("", "", False), id="none"),
        pytest.param("pie\naccTitle:\naccDescr: B", Words("", "B", True), id="an empty title"),
    ],
)
def test_the_words_of_a_diagram_are_read(text: str, words: Words) -> None:
    assert find_words(text) == words


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("pie\nx\n", [1, 2], id="nothing dropped"),
        pytest.param("---\ntitle: T\n---\npie\nx", [4, 5], id="front matter"),
        pytest.param("%% a\npie\n%% b\nx", [2, 4], id="comments"),
        pytest.param("%%{init: {}}%%\npie\nx", [2, 3], id="a directive"),
        pytest.param("%%{init: {\n}}%%\npie\nx", [3, 4], id="a directive of two lines"),
        pytest.param("\n\npie\n\nx", [3, 4, 5], id="empty lines at the top"),
        pytest.param("---\npie\n", [1, 2], id="front matter without an end"),
    ],
)
def test_lines_are_counted_as_mermaid_counts_them(text: str, lines: list[int]) -> None:
    assert kept_lines(text) == lines
