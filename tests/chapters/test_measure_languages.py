"""The table and the plot of the languages say what the record beside them says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from chapters import measure_languages as measure

RECORD = measure.read(measure.RECORD)


def test_the_table_and_the_plot_are_rendered_from_the_record() -> None:
    assert measure.SNIPPETS.read_text("utf-8") == measure.render(RECORD)


def test_the_page_shows_both_and_says_where_they_come_from() -> None:
    page = (measure.ROOT / "docs/reference/languages.md").read_text("utf-8")
    for section in ("table", "plot", "caption"):
        assert f'--8<-- "assets/measurements/languages.txt:{section}"' in page


def test_every_implementation_is_measured() -> None:
    folders = {path.parent.name for path in measure.FOLDER.glob("*/Dockerfile")}
    assert folders - {"start", "solution"} == set(measure.LANGUAGES) == set(RECORD.results)


def test_a_bar_is_as_long_as_its_number() -> None:
    plot = ET.fromstring(measure.plot(RECORD))
    widths = [int(bar.attrib["width"]) for bar in plot.iter("{http://www.w3.org/2000/svg}rect")]
    sizes = [result.download for result in RECORD.results.values()]
    expected = [measure.BAR * size / max(sizes) for size in sizes]
    assert widths[: len(sizes)] == [pytest.approx(width, abs=1) for width in expected]


def test_the_plot_says_each_number_in_words_too() -> None:
    plot = ET.fromstring(measure.plot(RECORD))
    description = plot.findtext("{http://www.w3.org/2000/svg}desc") or ""
    for language, result in RECORD.results.items():
        name = measure.LANGUAGES[language]
        assert f"{name} {measure.amount(result.download / 1e6)}" in description
        assert f"{name} {measure.amount(result.memory)}" in description


def test_an_edit_changes_every_language_each_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    for language in measure.LANGUAGES:
        folder = tmp_path_factory.mktemp(language)
        sources = []
        for path in (measure.FOLDER / language).rglob("*"):
            if path.is_file():
                sources.append(folder / path.name)
                sources[-1].write_bytes(path.read_bytes())
        seen = set()
        for _ in range(3):
            seen.add(b"".join(path.read_bytes() for path in sources))
            measure.edit(sources)
        assert len(seen) == 3


@pytest.mark.parametrize(
    ("written", "mebibytes"), [("512KiB", 0.5), ("1.5MiB", 1.5), ("2GiB", 2048)]
)
def test_memory_is_read_as_docker_writes_it(written: str, mebibytes: float) -> None:
    assert measure.mebibytes(written) == mebibytes


def test_the_colors_are_those_of_the_page() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", measure.plot(RECORD))
