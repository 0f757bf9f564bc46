"""A diagram's place in a page: the markup around its drawing."""

from __future__ import annotations

import html

from diagrams.engine import Drawing
from diagrams.source import Words
from diagrams.theme import FONT_SIZE

SMALLEST_TEXT = 11
"""In CSS pixels: a narrower window makes the diagram scroll within its figure."""

NARROW = 288
"""The width in CSS pixels that a page has for a figure in a window of 320."""


def show(drawing: Drawing, key: str, words: Words, *, suffix: str = "") -> str:
    """Return the ``<figure>`` of a drawing.

    ``suffix`` tells a drawing from its equals on the same page: ids occur once.
    """
    own = key + suffix
    svg = drawing.svg.replace(key, own)
    # Links in a picture are reached one by one: an image would hide them from a screen reader.
    role = "group" if "<a " in svg else "img"
    labels = f'role="{role}" aria-labelledby="{own}-t"'
    described = ""
    if words.description:
        labels += f' aria-describedby="{own}-d"'
        described = f'<desc id="{own}-d">{html.escape(words.description)}</desc>'
    smallest = drawing.width * SMALLEST_TEXT / FONT_SIZE
    # A part of the page that scrolls has to be reachable by keyboard.
    focus = f' tabindex="0" role="group" aria-labelledby="{own}-t"' if smallest > NARROW else ""
    svg = svg.replace("<svg ", f'<svg {labels} style="min-width:{smallest:.0f}px" ', 1)
    opened = svg.index(">") + 1
    return (
        f'<figure class="diagram"><div class="diagram__view"{focus}>'
        f"{svg[:opened]}{described}{svg[opened:]}</div>"
        f"{_caption(words, f'{own}-t')}</figure>"
    )


def show_undrawn(fence: str, words: Words) -> str:
    """Return the ``<figure>`` of a diagram that the reader's browser will draw."""
    description = f'<p class="diagram__text">{html.escape(words.description)}</p>'
    return f'<figure class="diagram">{fence}{description}{_caption(words, "")}</figure>'


def show_mistake(messages: list[str], text: str) -> str:
    """Return a box that stands where a diagram cannot be drawn."""
    items = "".join(f"<p>{html.escape(message)}</p>" for message in messages)
    return (
        '<div class="admonition failure"><p class="admonition-title">Diagram</p>'
        f"{items}<pre><code>{html.escape(text)}</code></pre></div>"
    )


def _caption(words: Words, identifier: str) -> str:
    if not words.title:
        return ""
    place = f' id="{identifier}"' if identifier else ""
    return f"<figcaption>Figure: <span{place}>{html.escape(words.title)}</span></figcaption>"
