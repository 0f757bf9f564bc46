from __future__ import annotations

import pytest
from diagrams.engine import Engine, Mistake
from diagrams.messages import Explanation, explain

MISTAKES = [
    pytest.param(
        "flowchart LR\n  a --> b c\n", 2, 11, "'c' cannot stand here.", id="a label without quotes"
    ),
    pytest.param(
        "flowchart LR\n  a --> b[one (two)]\n",
        2,
        15,
        "'(' cannot stand here. Put a text with brackets in double quotes.",
        id="brackets in a label",
    ),
    pytest.param(
        "flowchart LR\n  a --> b[open\n  c --> d\n", 2, 10, "'[' is never closed.", id="no bracket"
    ),
    pytest.param(
        'flowchart LR\n  a --> b{"x}\n', 2, 10, "'{' is never closed.", id="no quotation mark"
    ),
    pytest.param(
        "flowchart LR\n  a -> b\n",
        2,
        5,
        "'-' cannot stand here. Connect two nodes with an arrow such as '-->'",
        id="a short arrow",
    ),
    pytest.param(
        "flowchart LR\n a --> end\n",
        2,
        8,
        "'end' cannot stand here. Remove it, or write a node's name as 'End'.",
        id="a node named end",
    ),
    pytest.param(
        "flowchart LR\n  a --> b\n  end\n", 3, 3, "'end' cannot stand here.", id="an end too many"
    ),
    pytest.param(
        "flowchart LR\n  a -->\n", 2, 8, "something is missing here.", id="an arrow to nowhere"
    ),
    pytest.param(
        "flowchart LR\n  subgraph x\n  a --> b\n",
        3,
        10,
        "the diagram ends, and a block is still open. Close it with 'end'.",
        id="an open group",
    ),
    pytest.param(
        "flowchart XX\n  a-->b\n", 1, 11, "Mermaid cannot read on from here.", id="a direction"
    ),
    pytest.param(
        "flowchart LR\n  a@{ shape: nosuch } --> b\n",
        2,
        0,
        "No such shape: nosuch.",
        id="an unknown shape",
    ),
    pytest.param(
        "flowchrt LR\n a --> b\n",
        1,
        1,
        "'flowchrt' is no type of diagram. Did you mean 'flowchart'?",
        id="a misspelled type",
    ),
    pytest.param(
        "%% note\n\n  zzz\n", 3, 3, "'zzz' is no type of diagram. Begin with one", id="no type"
    ),
    pytest.param("", 1, 0, "the diagram is empty.", id="nothing at all"),
    pytest.param("%% only a note\n", 1, 0, "the diagram is empty.", id="only a comment"),
    pytest.param(
        "sequenceDiagram\n  a->>b\n",
        2,
        8,
        "something is missing here. Mermaid wants ':' and a text.",
        id="a message without words",
    ),
    pytest.param(
        "sequenceDiagram\n  loop x\n  a->>b: y\n",
        3,
        11,
        "the diagram ends, and a block is still open. Close it with 'end'.",
        id="an open loop",
    ),
    pytest.param(
        "sequenceDiagram\n a->>b: x\n deactivate b\n",
        3,
        0,
        "Trying to inactivate an inactive participant (b).",
        id="a mistake of meaning",
    ),
    pytest.param(
        "stateDiagram-v2\n  state x {\n   a --> b\n",
        3,
        11,
        "the diagram ends, and a block is still open. Close it with '}'.",
        id="an open state",
    ),
    pytest.param(
        "gitGraph\n  commit\n  checkout nosuch\n  commit\n",
        3,
        0,
        "Trying to checkout branch which is not yet created.",
        id="an unknown branch",
    ),
    pytest.param(
        "gitGraph\n  comit\n", 2, 3, "'comit' cannot stand here.", id="a misspelled command"
    ),
    pytest.param('pie\n  "a" : x\n', 2, 9, "'x' cannot stand here.", id="a word as a number"),
    pytest.param(
        "block\n a --> \n", 2, 7, "something is missing here. Mermaid wants a name.", id="a block"
    ),
    pytest.param(
        "xychart-beta\n bar [1, x]\n",
        2,
        10,
        "'x' cannot stand here. Mermaid wants a number.",
        id="a chart",
    ),
    pytest.param(
        "erDiagram\n A ||--o{ B\n",
        2,
        12,
        "something is missing here. Mermaid wants ':'.",
        id="a relation without a name",
    ),
    pytest.param(
        "---\nconfig:\n  layout: dagre\n---\n%% c\nflowchart LR\n  %% d\n\n  a --> b c\n",
        9,
        11,
        "'c' cannot stand here.",
        id="below front matter and comments",
    ),
    pytest.param(
        '%%{init: {\n"look": "classic"}}%%\nflowchart LR\n  a --> b c\n',
        4,
        11,
        "'c' cannot stand here.",
        id="below a directive",
    ),
    pytest.param(
        "flowchart LR\n  a --> b\n  a --> b\n  a --> b c\n  a --> b\n",
        4,
        11,
        "'c' cannot stand here.",
        id="among equal lines",
    ),
    pytest.param(
        "---\ntitle: [x\n---\nflowchart LR\n a-->b\n",
        3,
        1,
        "the front matter is no YAML: unexpected end of the stream within a flow collection.",
        id="broken front matter",
    ),
    pytest.param(
        "block\n  accTitle: T\n  accDescr: D\n  a\n",
        2,
        3,
        "a diagram of this type has no 'accTitle'. Write them as comments: '%% accTitle: …'",
        id="a title where there is none",
    ),
    pytest.param(
        "gantt\n title x\n section y\n a :b\n", 0, 0, "Mermaid stops in its own code", id="a crash"
    ),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), MISTAKES)
def test_a_mistake_is_explained_where_it_is(
    engine: Engine, text: str, line: int, column: int, message: str
) -> None:
    mistake = engine.draw(text, "dg1")
    assert isinstance(mistake, Mistake)
    explanation = explain(mistake, text)
    assert (explanation.line, explanation.column) == (line, column)
    assert explanation.message.startswith(message)
    assert "\n" not in explanation.message


def test_a_long_token_is_cut_short() -> None:
    text = "flowchart LR\n a " + "x" * 60
    message = f"Parse error on line 2:\nflowchart LR a {'x' * 20}...\n{'-' * 15}^\nExpecting 'NL', got 'X'"
    explanation = explain(Mistake(message, 2, counted="parsed", token="x" * 60), text)
    assert explanation == Explanation(2, 4, f"'{'x' * 39}…' cannot stand here.")


def test_a_message_without_an_excerpt_keeps_its_line() -> None:
    mistake = Mistake("Parse error on line 2: ?", 2, counted="parsed", token="b", expected=("NL",))
    assert explain(mistake, "%% c\npie\nb\n") == Explanation(
        3, 0, "'b' cannot stand here. Mermaid wants the end of the line."
    )
