"""The site publishes a card for each page."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from cards import Card, draw
from mkdocs.commands.build import build
from mkdocs.config import load_config

HOOK = Path(__file__).parents[2] / "hooks/draw_cards.py"


def build_site(root: Path, **pages: str) -> Path:
    (root / "docs/run").mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(
        f"site_name: Docs\nsite_description: Of the site\nhooks: [{HOOK}]\n"
        "nav: [index.md, Run: [run/ports.md]]\n",
        encoding="utf-8",
    )
    for name, text in {"index": "# Welcome\n", "ports": "# Ports\n", **pages}.items():
        path = root / "docs" / ("index.md" if name == "index" else f"run/{name}.md")
        path.write_text(text, encoding="utf-8")
    build(load_config(str(root / "mkdocs.yml")))
    return root / "site/assets/cards"


def test_a_page_has_its_part_its_title_and_its_description_on_it(tmp_path: Path) -> None:
    text = "---\ndescription: Publish a port.\n---\n\n# Ports & networks\n"
    folder = build_site(tmp_path, ports=text)
    expected = draw(Card("Docs / Run", "Ports & networks", "Publish a port."))
    assert (folder / "run/ports.png").read_bytes() == expected


def test_a_page_without_a_description_has_the_sites(tmp_path: Path) -> None:
    folder = build_site(tmp_path)
    assert (folder / "run/ports.png").read_bytes() == draw(
        Card("Docs / Run", "Ports", "Of the site")
    )


def test_the_first_page_stands_for_the_site(tmp_path: Path) -> None:
    folder = build_site(tmp_path)
    assert (folder / "index.png").read_bytes() == draw(Card("", "Docs", "Of the site"))


def test_a_title_that_the_font_cannot_draw_is_a_finding(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        build_site(tmp_path, ports="# Ports 港\n")
    assert (
        "docs/run/ports.md:1:1: social-card: the font of the card cannot draw '港'." in caplog.text
    )
