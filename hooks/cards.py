"""Draw the card that a chat or a social network shows for a link to a page."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
"""What those who read `og:image` show without cutting: 1.91 to 1."""
MARGIN = 80
WIDTH = SIZE[0] - 2 * MARGIN - 40
PAPER, INK, TEXT, BLUE = "#0d1422", "#f1f5fb", "#b9c8de", "#82b4ff"
"""The dark colours of assets/stylesheets/extra.css: a card stands out in light and dark chats."""
HEADLINES = (84, 72, 60, 50)
"""Sizes that a title is tried in, in pixels, the last whether it fits or not."""
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card: small above the title, the title, and what the page is about below."""

    above: str
    title: str
    below: str


def missing(card: Card) -> str:
    """Return the characters of a card that the font can draw in no way, each once."""
    text = "".join(map(_plain, (card.above, card.title, card.below)))
    return "".join(sorted({one for one in text if not _has(one)}))


@cache
def draw(card: Card) -> bytes:
    """Return the card as a PNG file, the same bytes each time.

    A title that is too long for its place is set smaller, and a text that is too long is cut.
    """
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    _draw_mark(pen)
    pen.text((MARGIN + 84, 74), _plain(card.above), font=_font(34), fill=BLUE)
    size, title = _fit(_plain(card.title))
    below = list(islice(_wrap(_plain(card.below), 32), MOST_LINES + 1))
    if len(below) > MOST_LINES:
        below = [*below[: MOST_LINES - 1], f"{below[MOST_LINES - 1]} …"]
    height = len(title) * size * 1.2 + 36 + len(below) * 44
    top = 140 + (SIZE[1] - 140 - 60 - height) / 2
    for line in title:  # the font has one weight: a headline gets its own from an outline
        pen.text((MARGIN, top), line, font=_font(size), fill=INK, stroke_width=1, stroke_fill=INK)
        top += size * 1.2
    top += 36
    for line in below:
        pen.text((MARGIN, top), line, font=_font(32), fill=TEXT)
        top += 44
    buffer = io.BytesIO()
    # A few colours are enough for letters on one ground, and a third of the bytes.
    image.quantize(32, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    return buffer.getvalue()


def _draw_mark(pen: ImageDraw.ImageDraw) -> None:
    # overrides/.icons/layers.svg, twice as large
    for y, fill in ((90, "#2a3d5f"), (79, "#4a6fa5"), (66, BLUE)):
        centre = MARGIN + 30
        pen.polygon(
            [(centre, y + 14), (centre + 27, y + 27), (centre, y + 40), (centre - 27, y + 27)],
            fill=fill,
        )


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)  # Aileron, which is in Pillow: no file, no download
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType. Install it from its wheel.")
    return font


@cache
def _has(character: str) -> bool:
    if character.isspace():
        return True
    drawn, none = (bytes(_font(32).getmask(one)) for one in (character, "\uffff"))
    return drawn != none


def _plain(text: str) -> str:
    """Write what the font lacks, which has little more than ASCII, with what it has: é as e."""
    for dash in "\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}":
        text = text.replace(dash, "-")
    return "".join(one if _has(one) else unicodedata.normalize("NFKD", one)[0] for one in text)


def _fit(title: str) -> tuple[int, list[str]]:
    for size in HEADLINES:
        lines = list(islice(_wrap(title, size), MOST_LINES))
        if len(lines) <= MOST_LINES - 1 or size == HEADLINES[-1]:
            break
    return size, lines


def _wrap(text: str, size: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _font(size).getlength(longer) > WIDTH:
            yield line
            longer = word
        line = longer
    if line:
        yield line
