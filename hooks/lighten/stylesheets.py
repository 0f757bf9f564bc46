"""Style sheets without the rules that match nothing on any page of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from typing import TypeAlias

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_DATA = re.compile(r"\bdataset\.(\w+)")
_SHORT_STRING = re.compile(r"""["'`]([A-Za-z_][\w-]?)["'`]""")
_STRING = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'"
_COMMENT = re.compile(rf"({_STRING})|/\*(?!!).*?\*/", re.DOTALL)
_PIECE = re.compile(
    rf"{_STRING}|/\*.*?\*/|url\([^)]*\)|[{{}};,()\[\]]|\s+|[^\s{{}};,()\[\]\"'/]+|.", re.DOTALL
)
_FUNCTION = re.compile(r"::?(is|where|has|not|matches|any|-webkit-any|-moz-any)\(")
_SIMPLE = re.compile(
    r"""\.(?P<class>(?:[\w-]|\\.)+) | \#(?P<id>(?:[\w-]|\\.)+)
    | \[\s*(?P<name>[\w-]+)\s*(?:(?P<operator>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|[\w-]+))?[^\]]*\]
    | ::?[\w-]+(?:\([^()]*\))? | (?P<tag>[A-Za-z][\w-]*)""",
    re.VERBOSE,
)
_TAB = re.compile(r"\.tabbed-.*:nth-child\((\d+)\)")
_PREFIXED = "-webkit-mask-"
"""Icons need it in no browser that this site's own style sheets still work in."""
_ONE_SCHEME = "[data-md-color-scheme="
_EVERY_SCHEME = "[data-md-color-scheme]"
_CONDITIONS = ("@media", "@supports", "@layer", "@container")
_FRAMES = ("@keyframes", "@-webkit-keyframes")
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_STATIC = {"dir", "lang"}
"""Attributes that no script sets: their values are those that the pages have."""


@dataclass(slots=True)
class Vocabulary:
    """What selectors may speak of: what the pages hold, and every word in their scripts."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    values: set[tuple[str, str]] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)
    _beginnings: tuple[str, ...] = ()
    most_tabs: int = 0

    def read_page(self, html: str) -> None:
        """Learn what a page holds."""
        _Names(self).feed(html)
        self.properties.update(re.findall(r"var\((--[\w-]+)", html))
        numbers = map(int, re.findall(r' data-tabs="\d+:(\d+)"', html))
        self.most_tabs = max(self.most_tabs, *numbers, 0)

    def read_script(self, script: str) -> None:
        """Learn the words of a script: it may use each of them as a name, or begin one with it.

        One or two letters are mostly a variable of its own: they are a name as a whole string only.
        """
        words = set(_WORD.findall(script))
        strings = set(_SHORT_STRING.findall(script))
        self.words.update(word for word in words if len(word) > 2 or word in strings)
        for name in _DATA.findall(script):
            self.words.add("data-" + re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name))
        self.properties.update(re.findall(r"--[\w-]+", script))
        self._beginnings = tuple(word for word in self.words if word.endswith("-"))

    def allows(self, selector: str) -> bool:
        """Say whether a selector may match something."""
        if any(int(number) > self.most_tabs for number in _TAB.findall(selector)):
            return False
        plain, alternatives = _take_functions(selector)
        if not all(any(map(self.allows, options)) for options in alternatives):
            return False
        return all(self._knows(match) for match in _SIMPLE.finditer(plain))

    def _knows(self, simple: re.Match[str]) -> bool:
        kind = simple.lastgroup
        if kind == "class":
            name = simple["class"]
            return name in self.classes or name in self.words or name.startswith(self._beginnings)
        if kind == "id":
            return simple["id"] in self.ids or simple["id"] in self.words
        if kind == "tag":
            return simple["tag"].lower() in self.tags or simple["tag"].lower() in self.words
        name = simple["name"]
        if name is None:
            return True
        if simple["operator"] != "=":
            return name in self.attributes or name in self.words
        pair = (name, simple["value"].strip("\"'"))
        return pair in self.values or (name not in _STATIC and pair[1] in self.words)


class _Names(HTMLParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(convert_charrefs=True)
        self._to = vocabulary

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._to.tags.add(tag)
        for name, value in attrs:
            self._to.attributes.add(name)
            self._to.values.add((name, value or ""))
            if name == "class":
                self._to.classes.update((value or "").split())
            elif name == "id":
                self._to.ids.add(value or "")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Selectors, as they are written, and declarations."""

    selectors: str
    declarations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """Rules under a condition, or the steps of an animation."""

    prelude: str
    nodes: tuple[_Node, ...]


_Node: TypeAlias = _Rule | _Block | str
"""A text is a comment, or a statement such as ``@charset "utf-8";``."""


def reduce(css: str, vocabulary: Vocabulary) -> str:
    """Return a style sheet, minified, with the rules and custom properties that can be in use."""
    pieces = _PIECE.findall(_COMMENT.sub(lambda match: match[1] or " ", css))
    nodes = _change(_parse(iter(pieces)), lambda rule: _select(rule, vocabulary))
    again = {
        declaration.partition(":")[0]
        for node in nodes
        if isinstance(node, _Rule) and node.selectors == _EVERY_SCHEME
        for declaration in node.declarations
    }
    nodes = _change(nodes, lambda rule: _drop_overridden(rule, again))
    text = _write(nodes)
    while True:
        before, used = text, vocabulary.properties | set(_READ.findall(text))
        nodes = _change(nodes, partial(_drop_unread, used=used))
        played = set(_WORD.findall(" ".join(re.findall(r"animation[^;}]*", text))))
        nodes = tuple(node for node in nodes if _may_play(node, played))
        text = _write(nodes)
        if text == before:
            return text


def classes_of(css: str) -> set[str]:
    """Return every class that a style sheet speaks of."""
    return set(re.findall(r"\.([A-Za-z_-][\w-]*)", css))


def _take_functions(selector: str) -> tuple[str, list[list[str]]]:
    """Split a selector into its plain part and, for each `:is()` and the like, the alternatives."""
    alternatives = []
    plain = ""
    at = 0
    while match := _FUNCTION.search(selector, at):
        plain += selector[at : match.start()]
        end = _closing(selector, match.end())
        if match[1] != "not":
            alternatives.append(_split(selector[match.end() : end], ","))
        at = end + 1
    return plain + selector[at:], alternatives


def _closing(text: str, start: int) -> int:
    depth = 1
    for index in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if not depth:
            return index
    return len(text)


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator that stands in no brackets and no string."""
    parts = [""]
    depth = 0
    for piece in _PIECE.findall(text):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(piece, 0)
        if piece == separator and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def _parse(pieces: Iterator[str]) -> tuple[_Node, ...]:
    nodes: list[_Node] = []
    prelude = ""
    for piece in pieces:
        if piece == "}":
            break
        if piece.startswith("/*"):
            nodes.append(piece)
        elif piece == ";":
            nodes.append(f"{prelude.strip()};")
            prelude = ""
        elif piece != "{":
            prelude += " " if piece.isspace() else piece
        else:
            prelude = prelude.strip()
            if prelude.startswith((*_CONDITIONS, *_FRAMES)):
                shorter = re.sub(r"\s*([:,])\s*", r"\1", prelude)
                nodes.append(_Block(shorter, _parse(pieces)))
            else:
                nodes.append(_Rule(prelude, _declarations(pieces)))
            prelude = ""
    return tuple(nodes)


def _declarations(pieces: Iterator[str]) -> tuple[str, ...]:
    body = ""
    for piece in pieces:
        if piece == "}":
            break
        body += " " if piece.isspace() else piece
    tidied = (_tidy(declaration) for declaration in _split(body, ";"))
    return tuple(one for one in tidied if not one.startswith(_PREFIXED))


def _tidy(declaration: str) -> str:
    name, _, value = declaration.partition(":")
    value = "".join(
        piece if piece[0] in "\"'" or piece.startswith("url(") else re.sub(r"\s*,\s*", ",", piece)
        for piece in re.split(rf"({_STRING}|url\([^)]*\))", value.strip())
        if piece
    )
    return f"{name.strip()}:{value}"


def _change(nodes: tuple[_Node, ...], change: Callable[[_Rule], _Rule | None]) -> tuple[_Node, ...]:
    """Change or drop each rule; what is empty then is dropped, too. Animations stay as they are."""
    changed: list[_Node] = []
    for node in nodes:
        if isinstance(node, _Block) and node.prelude.startswith(_CONDITIONS):
            if inner := _change(node.nodes, change):
                changed.append(_Block(node.prelude, inner))
        elif isinstance(node, _Rule) and not node.selectors.startswith("@"):
            rule = change(node)
            if rule is not None and rule.declarations:
                changed.append(rule)
        elif not (isinstance(node, str) and node.startswith("@charset")):
            changed.append(node)
    return tuple(changed)


def _select(rule: _Rule, vocabulary: Vocabulary) -> _Rule | None:
    """Keep the selectors that may match something."""
    selectors = [one for one in _split(rule.selectors, ",") if vocabulary.allows(one)]
    return _Rule(",".join(map(_tidy_selector, selectors)), rule.declarations) if selectors else None


def _tidy_selector(selector: str) -> str:
    return re.sub(r"\s*([>~,])\s*|\s+", lambda match: match[1] or " ", selector)


def _drop_overridden(rule: _Rule, again: set[str]) -> _Rule:
    """Drop what is said for one colour scheme, and said again for all by a later rule."""
    if not rule.selectors.startswith(_ONE_SCHEME):
        return rule
    kept = (one for one in rule.declarations if one.partition(":")[0] not in again)
    return _Rule(rule.selectors, tuple(kept))


def _drop_unread(rule: _Rule, used: set[str]) -> _Rule:
    """Drop the custom properties that nothing reads."""
    kept = (one for one in rule.declarations if one[:2] != "--" or one.partition(":")[0] in used)
    return _Rule(rule.selectors, tuple(kept))


def _may_play(node: _Node, played: set[str]) -> bool:
    frames = isinstance(node, _Block) and node.prelude.startswith(_FRAMES)
    return not frames or (isinstance(node, _Block) and node.prelude.split()[-1] in played)


def _write(nodes: tuple[_Node, ...]) -> str:
    text = ""
    for node in nodes:
        if isinstance(node, _Rule):
            text += f"{node.selectors}{{{';'.join(node.declarations)}}}"
        elif isinstance(node, _Block):
            text += f"{node.prelude}{{{_write(node.nodes)}}}"
        else:
            text += node
    return text
