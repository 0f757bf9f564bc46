"""What is wrong with a diagram, in one line for the person who writes it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from diagrams.engine import Mistake
from diagrams.position import end_of_line_before, find_position, open_bracket
from diagrams.source import kept_lines

TYPES = (
    "architecture-beta",
    "block",
    "classDiagram",
    "erDiagram",
    "flowchart",
    "gantt",
    "gitGraph",
    "journey",
    "kanban",
    "mindmap",
    "packet-beta",
    "pie",
    "quadrantChart",
    "radar-beta",
    "requirementDiagram",
    "sankey-beta",
    "sequenceDiagram",
    "stateDiagram-v2",
    "timeline",
    "treemap-beta",
    "xychart-beta",
)
"""The first words that writers use; Mermaid knows a few more."""

_WORDS = {
    "AMP": "'&'",
    "ACTOR": "a participant's name",
    "COLON": "':'",
    "COMMA": "','",
    "EOF": "the end of the diagram",
    "ID": "a name",
    "LINK": "an arrow such as '-->'",
    "NEWLINE": "the end of the line",
    "NL": "the end of the line",
    "NODE_ID": "a name",
    "NODE_STRING": "a name",
    "NUMBER": "a number",
    "NUMBER_WITH_DECIMAL": "a number",
    "SPACE": "a space",
    "STR": "a text in double quotes",
    "STRING": "a text in double quotes",
    "STRUCT_START": "'{'",
    "TXT": "':' and a text",
}
"""Names of tokens in Mermaid's grammars, in words. What is not here is not worth saying."""

_FLOWCHART_LINK = {"LINK", "START_LINK", "LINK_ID"}
_JISON = re.compile(r"(?P<kind>Parse|Lexical) error on line (?P<line>\d+)[.:]")
_GOT = re.compile(r"got '(?P<name>[^']*)'")
_LANGIUM = re.compile(
    r"(?:Expecting token of type '(?P<wanted>\w+)' but found|Expecting: one of[\s\S]*?but found:)"
    r"\s*[`'](?P<found>[^`']*)[`']|unexpected character: ->(?P<letter>.)<-"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mistake in words. ``line`` and ``column`` count in the fence's text from 1, 0 is unknown."""

    line: int
    column: int
    message: str


AS_COMMENTS = "Write them as comments: '%% accTitle: …' and '%% accDescr: …'."

_WITHOUT_STATEMENTS = re.compile(r"block|ishikawa|kanban|mindmap|sankey|venn")
"""The types whose grammars know neither ``accTitle`` nor ``accDescr``."""


def explain(mistake: Mistake, text: str) -> Explanation:
    """Say what is wrong with a diagram's text, and where."""
    if words := _misplaced_words(text):
        return words
    if "No diagram type detected" in mistake.message:
        return _unknown_type(text)
    if found := _JISON.search(mistake.message):
        return _unexpected(mistake, text, found)
    line = mistake.line
    if mistake.counted == "parsed" and line:
        kept = kept_lines(text) or [1]
        line = kept[min(line, len(kept)) - 1]
    return Explanation(line, mistake.column, _plain(mistake.message))


def _misplaced_words(text: str) -> Explanation | None:
    kept = kept_lines(text)
    lines = text.splitlines()
    if not kept or not _WITHOUT_STATEMENTS.match(lines[kept[0] - 1].strip()):
        return None
    for number in kept:
        if found := re.match(r"\s*(accTitle|accDescr)\b", lines[number - 1]):
            message = f"a diagram of this type has no '{found[1]}'. {AS_COMMENTS}"
            return Explanation(number, found.start(1) + 1, message)
    return None


def _unknown_type(text: str) -> Explanation:
    kept = kept_lines(text)
    if not kept:
        return Explanation(
            1, 0, "the diagram is empty. Begin it with its type, such as 'flowchart LR'."
        )
    first = text.splitlines()[kept[0] - 1]
    word = first.split()[0]
    close = difflib.get_close_matches(word, TYPES, n=1, cutoff=0.5)
    hint = f"Did you mean '{close[0]}'?" if close else "Begin with one, such as 'flowchart LR'."
    column = first.index(word) + 1
    return Explanation(kept[0], column, f"'{word}' is no type of diagram. {hint}")


def _unexpected(mistake: Mistake, text: str, found: re.Match[str]) -> Explanation:
    """Explain what a grammar made by Jison says: most types of diagrams have one."""
    token = mistake.token.strip()
    wanted = {name.strip("'") for name in mistake.expected}
    got = _GOT.search(mistake.message)
    place = find_position(text, mistake.message, int(found["line"]))
    at_end = (place is not None and place.at_end) or (got is not None and got["name"] == "EOF")

    if ("SQE" in wanted or "NODE_DEND" in wanted) and (opened := open_bracket(text)):
        bracket = text.splitlines()[opened.line - 1][opened.column - 1]
        return Explanation(opened.line, opened.column, f"'{bracket}' is never closed.")
    if place is None:
        kept = kept_lines(text) or [1]
        line = kept[min(int(found["line"]), len(kept)) - 1]
        return Explanation(line, 0, _stop(token, wanted))
    if at_end and "end" in wanted:
        message = "the diagram ends, and a block is still open. Close it with 'end'."
        return Explanation(place.line, place.column, message)
    if at_end and "STRUCT_STOP" in wanted:
        message = "the diagram ends, and a block is still open. Close it with '}'."
        return Explanation(place.line, place.column, message)
    if not token and not at_end and found["kind"] == "Parse":
        place = end_of_line_before(text, place.line)  # the token is the line break
    if found["kind"] == "Lexical" and not at_end:
        message = "Mermaid cannot read on from here."
        if "[" in text or "(" in text:
            message += " Put a text with special characters in double quotes."
        return Explanation(place.line, place.column, message)
    return Explanation(place.line, place.column, _stop("" if at_end else token, wanted))


def _stop(token: str, wanted: set[str]) -> str:
    shown = token if len(token) <= 40 else f"{token[:39]}…"
    what = f"'{shown}' cannot stand here." if token else "something is missing here."
    if token == "end":
        return f"{what} Remove it, or write a node's name as 'End'."
    if token[:1] in {"(", "[", "{"} and "SQE" in wanted:
        return f"{what} Put a text with brackets in double quotes."
    if token and wanted & _FLOWCHART_LINK:
        return (
            f"{what} Connect two nodes with an arrow such as '-->', and quote a text with spaces."
        )
    words = sorted({_WORDS[name] for name in wanted if name in _WORDS})
    if wanted != {"EOF"} and words and len(words) <= 3 and len(wanted) <= 8:
        either = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
        return f"{what} Mermaid wants {either}."
    return what


def _plain(message: str) -> str:
    """Turn what Mermaid says into one line: its words where they help, ours where they do not."""
    if message.startswith("Parsing failed") and (found := _LANGIUM.search(message)):
        token = found["found"] or found["letter"] or ""
        return _stop(token, {found["wanted"]} if found["wanted"] else set())
    first = message.strip().splitlines()[0] if message.strip() else "unknown"
    if re.search(r"of undefined|of null|is not (a function|iterable|defined)", first):
        return f"Mermaid stops in its own code ({first}). Take lines away until it draws the rest."
    if re.search(r"\(\d+:\d+\)$", first):
        return f"the front matter is no YAML: {re.sub(r' *[(][0-9:]+[)]$', '', first)}."
    first = re.sub(r"^(Parsing failed|Error): *", "", first)
    return first if first.endswith((".", "!", "?")) else f"{first}."
