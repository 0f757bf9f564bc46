"""The whole course can be printed as one document, and paper has all that the screen has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import print_course
import pytest
from playwright.sync_api import Browser
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject
from served_site import ServedSite, list_pages

pytestmark = pytest.mark.browser

FOOTER = 45  # points: what is lower is the number of the sheet
BODY = 10.6  # points: what is larger is a heading
CONTENTS = 2  # sheets


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters in a row, and how high on the sheet and how large they are, in points."""

    height: float
    size: float
    text: str
    code: bool


def read(sheet: PageObject) -> list[Piece]:
    """Return what stands on a sheet, without its number."""
    pieces: list[Piece] = []

    def take(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip() and height > FOOTER:
            code = "Mono" in str(font and font["/BaseFont"])
            pieces.append(Piece(round(height), abs(size * tm[3] * cm[3]), text.strip(), code))

    sheet.extract_text(visitor_text=take)
    return pieces


def last_line(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of the lowest line of a sheet."""
    lowest = min((piece.height for piece in pieces), default=0)
    return [piece for piece in pieces if piece.height < lowest + BODY / 2]


@dataclass(frozen=True, slots=True)
class Printed:
    """The printed course, and what stands on each of its sheets."""

    document: PdfReader
    sheets: list[list[Piece]]

    def text(self, number: int) -> str:
        """Return what can be read on a sheet, which are counted from 1."""
        return self.document.pages[number - 1].extract_text()


@pytest.fixture(scope="module")
def printed(
    browser: Browser, site: ServedSite, tmp_path_factory: pytest.TempPathFactory
) -> Printed:
    """The whole course, printed once."""
    path = tmp_path_factory.mktemp("printed") / "course.pdf"
    document = PdfReader(print_course.write(browser, site, path))
    return Printed(document, list(map(read, document.pages)))


def test_each_page_of_the_site_is_in_the_outline(printed: Printed) -> None:
    chapters = [one for one in printed.document.outline if not isinstance(one, list)]
    assert len(chapters) == 1 + len(list_pages())  # the first is the course


def test_the_contents_name_the_sheet_that_each_page_begins_on(printed: Printed) -> None:
    contents = "\n".join(map(printed.text, range(1, CONTENTS + 1)))
    lines = re.findall(r"(?m)^(.*[^/]) (\d+)$", contents)
    assert len(lines) == len(list_pages())
    for title, number in lines:
        assert " ".join(printed.text(int(number)).split()).startswith(title)


def test_no_sheet_ends_with_a_heading(printed: Printed) -> None:
    ends = list(enumerate(map(last_line, printed.sheets), 1))
    assert [end for end in ends if any(piece.size > BODY for piece in end[1])] == []


def test_no_sheet_ends_with_the_name_of_a_listing(printed: Printed, site: ServedSite) -> None:
    html = "".join(site.file(page).read_text(encoding="utf-8") for page in list_pages())
    names = set(re.findall(r'class="?filename"?>([^<]+)<', html))
    assert len(names) > 20
    assert any(piece.code for sheet in printed.sheets for piece in sheet)
    lines = [[one for one in last_line(sheet) if not one.code] for sheet in printed.sheets]
    ends = ["".join(piece.text for piece in line) for line in lines]
    assert [(number, end) for number, end in enumerate(ends, 1) if end in names] == []


def test_the_pictures_are_drawn_and_not_made_of_dots(printed: Printed) -> None:
    pixels = [
        number
        for number, sheet in enumerate(printed.document.pages, 1)
        for drawn in cast(DictionaryObject, sheet["/Resources"]).get("/XObject", {}).values()
        if drawn.get_object()["/Subtype"] == "/Image"
    ]
    assert pixels == []


def test_a_link_to_another_site_says_where_it_leads(printed: Printed) -> None:
    everything = "".join(piece.text for sheet in printed.sheets for piece in sheet)
    assert "(https://" in everything


def test_a_link_to_another_page_says_on_which_sheet_that_begins(printed: Printed) -> None:
    assert re.search(r"\(page\s*\d+\)", printed.text(CONTENTS + 1))
