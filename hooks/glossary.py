"""The terms of docs/reference/glossary.md, as links that every page can use.

A page writes ``[layer][]`` or ``[layers][layer]``, and gets a link to the glossary, to which
assets/javascripts/learner.js adds the definition as its tooltip once a reader comes near.
The glossary is the only place where a definition is written.
"""

from __future__ import annotations

import itertools
import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

PAGE = "/reference/glossary.md"  # from the root of docs/, which MkDocs turns into a relative link
CLASS = "term"

_HEADING = re.compile(r"## (?P<name>.+?)(?: \{ #(?P<anchor>[\w-]+) \})?")
_LINK = re.compile(r"\[([^]]+)](?:\[[^]]*]|\([^)]*\))")
_MARKS = re.compile(r"[`*]")
_SHOWN = re.compile(r"Shown in \[[^]]+]\((?P<page>[^)#]+)[^)]*\)\.")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary: its anchor on that page, and its definition as plain text.

    ``shown`` is the page that shows the thing at work, below ``docs/``, or empty.
    """

    name: str
    anchor: str
    definition: str
    shown: str = ""


class GlossaryError(ValueError):
    """The glossary cannot be read. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_terms(markdown: str) -> dict[str, Term]:
    """Read a glossary's terms, keyed as Markdown looks a reference up: in lower case.

    A term is a heading of level two with an anchor, ``## Layer { #layer }``; the line below it is
    the definition, one sentence. Raises `GlossaryError` where that does not hold.
    """
    terms: dict[str, Term] = {}
    lines = markdown.splitlines()
    for index, line in enumerate(lines):
        if not (heading := _HEADING.fullmatch(line.rstrip())):
            continue
        name, anchor = heading["name"], heading["anchor"]
        if anchor is None:
            raise GlossaryError(
                index + 1, f"'{name}' has no anchor. Write '## {name} {{ #{_slug(name)} }}'."
            )
        if name.lower() in terms:
            raise GlossaryError(index + 1, f"'{name}' is defined twice. Keep one of the two.")
        below = next((text for text in lines[index + 1 :] if text.strip()), "")
        if not below or below.startswith("#"):
            raise GlossaryError(
                index + 1, f"'{name}' has no definition. Write one sentence below the heading."
            )
        terms[name.lower()] = Term(name, anchor, _plain(below), _shown(lines[index + 1 :]))
    return terms


def _shown(below: list[str]) -> str:
    """Return the page that an entry names last."""
    for line in itertools.takewhile(lambda line: not line.startswith("## "), below):
        if match := _SHOWN.fullmatch(line.rstrip()):
            return posixpath.normpath(posixpath.join(posixpath.dirname(PAGE), match["page"]))[1:]
    return ""


def _plain(markdown: str) -> str:
    """Return a line of Markdown without its marks: a tooltip shows text only."""
    return _MARKS.sub("", _LINK.sub(r"\1", markdown)).strip()


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def write_script(terms: Mapping[str, Term]) -> str:
    """Return the definitions by anchor, as a script: a page from a folder may fetch nothing else."""
    definitions = {term.anchor: term.definition for term in terms.values()}
    return f"const termDefinitions = {json.dumps(definitions, ensure_ascii=False)};\n"


class TermLinks(Extension):
    """Give every page a link reference for each term, as if the page defined them itself.

    The reference is the term's name or its anchor, in capitals or not.
    A page's own definition of the same reference wins. References that a page does not use leave
    no trace in it, so nothing has to find out which ones it uses.
    """

    def __init__(self, terms: Mapping[str, Term]) -> None:
        super().__init__()
        self._references = {
            name: (f"{PAGE}#{term.anchor}", "")
            for key, term in terms.items()
            for name in (key, term.anchor)
        }

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name upstream
        """Ask to be reset with each page, and to see its links."""
        md.registerExtension(self)
        # After inline markup became elements (20), before MkDocs makes links relative (0).
        md.treeprocessors.register(_MarkTerms(md), "terms", 10)
        self._md = md

    def reset(self) -> None:
        """Set the references anew: Python-Markdown forgets them before each page."""
        self._md.references.update(self._references)


class _MarkTerms(Treeprocessor):
    """Tell a term's link from another one, for the style sheet."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if link.get("href", "").startswith(f"{PAGE}#"):
                link.attrib.pop("title", None)
                link.set("class", CLASS)
