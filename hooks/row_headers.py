"""Tables as everybody can read them: with headers for their rows, in a box that scrolls by itself.

In a table that compares, the corner is empty, and the first column names the rows. Markdown makes a header of the corner, which a screen reader announces as an empty one, and plain
cells of the names. https://www.w3.org/WAI/tutorials/tables/two-headers/ says what is right.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class RowHeaders(Extension):
    """Make the first cell of each row a header where the first header of the table is empty.

    And put each table into the boxes that the theme's script would put it in once the page has loaded.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name upstream
        """Ask to see each page's tables, after inline markup became elements (20)."""
        md.treeprocessors.register(_NameRows(md), "row_headers", 10)


class _NameRows(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for at, child in enumerate(parent):
                if child.tag == "table" and not child.get("class"):
                    parent[at] = _boxed(child)
        for table in root.iter("table"):
            corner = table.find("thead/tr/th")
            if corner is None or len(corner) or (corner.text or "").strip():
                continue
            corner.tag = "td"
            for row in table.iterfind("tbody/tr"):
                if len(row):
                    row[0].tag = "th"
                    row[0].set("scope", "row")


def _boxed(table: Element) -> Element:
    scrolls = Element(
        "div", {"class": "md-typeset__scrollwrap", "role": "group", "aria-label": "Table"}
    )
    inner = SubElement(scrolls, "div", {"class": "md-typeset__table"})
    table.tail, scrolls.tail = None, table.tail
    inner.append(table)
    return scrolls
