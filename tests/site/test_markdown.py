"""Each page is there as Markdown, too, and llms.txt lists them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import served_site

URL = "https://course.example/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    place = tmp_path_factory.mktemp("markdown")
    served_site.build(place, site_url=URL)
    return place


def test_the_list_leads_to_every_page(folder: Path) -> None:
    text = (folder / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# Docker for Developers\n\n> ")
    linked = re.findall(r"\]\((\S+)\): \S", text)
    assert len(linked) == len(served_site.list_pages())
    assert all((folder / url.removeprefix(URL)).is_file() for url in linked)


def test_links_between_pages_lead_to_markdown(folder: Path) -> None:
    lesson = (folder / "run" / "lifecycle" / "index.md").read_text(encoding="utf-8")
    linked = [url for url in re.findall(r"\]\(([^)\s#]+)", lesson) if url.endswith(".md")]
    assert linked
    assert all((folder / url.removeprefix(URL)).is_file() for url in linked)


def test_listings_are_in_the_text(folder: Path) -> None:
    lesson = (folder / "build" / "from-files" / "index.md").read_text(encoding="utf-8")
    assert "--8<--" not in lesson
    assert "FROM " in lesson


def test_two_builds_are_the_same(folder: Path, tmp_path: Path) -> None:
    served_site.build(tmp_path, site_url=URL)
    for name in ("llms.txt", "run/lifecycle/index.md", "search/search_index.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name
