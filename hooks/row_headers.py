"""Tables that compare: with an empty corner, the first column names the rows.

Markdown makes a header of the corner, which a screen reader announces as an empty one, and plain
cells of the names. https://www.w3.org/WAI/tutorials/tables/two-headers/ says what is right.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class RowHeaders(Extension):
    """Make the first cell of each row a header where the first header of the table is empty."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name upstream
        """Ask to see each page's tables, after inline markup became elements (20)."""
        md.treeprocessors.register(_NameRows(md), "row_headers", 10)


class _NameRows(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            corner = table.find("thead/tr/th")
            if corner is None or len(corner) or (corner.text or "").strip():
                continue
            corner.tag = "td"
            for row in table.iterfind("tbody/tr"):
                if len(row):
                    row[0].tag = "th"
                    row[0].set("scope", "row")
