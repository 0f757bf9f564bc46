"""A card shows the words of a page, whatever their length."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import cards
import pytest
from cards import Card
from PIL import Image

CARD = Card("Docker for Developers / Run", "Ports and networks", "Publish a port, and no more.")


def open_card(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(cards.draw(card))).convert("RGB")


def ground(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Say whether a part of the card has nothing on it."""
    colors: Iterable[tuple[int, object]] = image.crop(box).getcolors() or []
    return len(list(colors)) == 1


def test_it_has_the_size_that_is_shown_whole() -> None:
    assert open_card(CARD).size == (1200, 630)


def test_it_is_the_same_each_time() -> None:
    first = cards.draw(CARD)
    cards.draw.cache_clear()
    assert cards.draw(CARD) == first


@pytest.mark.parametrize("field", ["above", "title", "below"])
def test_each_of_its_words_is_drawn(field: str) -> None:
    assert cards.draw(replace(CARD, **{field: "Other words"})) != cards.draw(CARD)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(replace(CARD, title="A title of many words " * 9), id="title"),
        pytest.param(replace(CARD, below="a description of many words " * 40), id="description"),
        pytest.param(Card("", "", ""), id="nothing"),
    ],
)
def test_it_keeps_its_margins_however_long_the_words_are(card: Card) -> None:
    image = open_card(card)
    assert ground(image, (0, 0, 70, 630))
    assert ground(image, (1130, 0, 1200, 630))
    assert ground(image, (0, 590, 1200, 630))


def test_a_description_that_is_cut_ends_with_an_ellipsis() -> None:
    cut = cards.draw(replace(CARD, below="word " * 200))
    assert cut == cards.draw(replace(CARD, below="word " * 400))
    assert cut != cards.draw(replace(CARD, below="word " * 30))


def test_what_the_font_lacks_is_written_with_what_it_has() -> None:
    accents = replace(CARD, title="Häfen \N{EN DASH} ça va")
    assert cards.missing(accents) == ""
    assert cards.draw(accents) == cards.draw(replace(CARD, title="Hafen - ca va"))


def test_it_names_the_characters_that_cannot_be_drawn() -> None:
    assert cards.missing(replace(CARD, title="Häfen, Ω, 港")) == "Ω港"
