from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from diagrams.theme import DARK, LIGHT, Palette, configure, refine

ROOT = Path(__file__).parents[3]
PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def luminance(color: str) -> float:
    """As WCAG 2.2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def under_text(palette: Palette) -> Iterator[str]:
    yield palette.page
    for hue in (palette.group, palette.note, *palette.hues):
        yield hue.fill


@pytest.mark.parametrize("palette", PALETTES)
def test_text_can_be_read_wherever_it_stands(palette: Palette) -> None:
    for fill in under_text(palette):
        assert contrast(palette.text, fill) >= 4.5  # WCAG 1.4.3


@pytest.mark.parametrize("palette", PALETTES)
def test_text_on_a_strong_color_has_the_color_of_the_page(palette: Palette) -> None:
    for hue in palette.hues:
        assert contrast(palette.page, hue.stroke) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_lines_and_borders_can_be_seen(palette: Palette) -> None:
    lines = [palette.line, palette.group.stroke, palette.note.stroke]
    for color in lines + [hue.stroke for hue in palette.hues]:
        assert contrast(palette.page, color) >= 3  # WCAG 1.4.11


@pytest.mark.parametrize(
    ("palette", "scheme"), [pytest.param(LIGHT, "default"), pytest.param(DARK, "slate")]
)
def test_the_page_has_the_color_that_the_diagrams_expect(palette: Palette, scheme: str) -> None:
    css = (ROOT / "assets/stylesheets/extra.css").read_text(encoding="utf-8")
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', css, re.DOTALL)
    assert block
    assert re.search(r"--paper: (#\w+);", block[1]).group(1) == palette.page  # type: ignore[union-attr]


@pytest.mark.parametrize("palette", PALETTES)
def test_refinements_know_their_colors(palette: Palette) -> None:
    css = refine(palette)
    assert "$" not in css
    assert palette.hues[0].stroke in css


def test_both_schemes_have_the_same_settings_but_for_colors() -> None:
    light, dark = configure({})
    for scheme in (light, dark):
        scheme.configuration.pop("themeVariables")
    assert light.configuration == dark.configuration


def test_arguments_of_mkdocs_yml_win_within_their_section() -> None:
    light, _ = configure({"flowchart": {"nodeSpacing": 7}, "themeVariables": {"lineColor": "red"}})
    assert light.configuration["flowchart"]["nodeSpacing"] == 7
    assert light.configuration["flowchart"]["wrappingWidth"] == 170
    assert light.configuration["themeVariables"]["lineColor"] == "red"
    assert light.configuration["themeVariables"]["textColor"] == LIGHT.text
