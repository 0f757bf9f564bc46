from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import py_mini_racer
import pytest
from diagram_samples import ARGUMENTS
from small_site import Outcome, build

GOOD = "```mermaid\nflowchart LR\n  accTitle: Two\n  accDescr: One to two\n  a --> b\n```\n"
BAD = "```mermaid\nflowchart LR\n  accTitle: Two\n  accDescr: One to two\n  a --> b c\n```\n"
Draw = Callable[..., Outcome]


def indent(text: str) -> str:
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


# The name of the function that mkdocs.yml gives: the hook puts its own in its place.
FENCE = {"name": "mermaid", "class": "mermaid", "format": "mermaid2.fence_mermaid"}
LIBRARY = "../hooks/diagrams/vendor/mermaid.min.js"
SETTINGS: dict[str, object] = {
    "markdown_extensions": [
        "admonition",
        {"pymdownx.snippets": {"base_path": ["."], "check_paths": True}},
        {"pymdownx.superfences": {"custom_fences": [FENCE]}},
        {"pymdownx.tabbed": {"alternate_style": True}},
    ],
    "plugins": ["search", {"mermaid2": {"javascript": LIBRARY, "arguments": ARGUMENTS}}],
}


def article(outcome: Outcome) -> str:
    """Return what the page says, without the theme's part around it, which tells the time."""
    found = re.search(r"<figure.*</figure>", outcome.read("index.html"), re.DOTALL)
    assert found
    return found[0]


@pytest.fixture
def draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Build a site with the fence and the plugin as in mkdocs.yml."""
    library = tmp_path / LIBRARY.removeprefix("../")
    library.parent.mkdir(parents=True)
    library.touch()  # the plugin only asks whether it is there
    monkeypatch.chdir(tmp_path)  # where snippets are looked for

    def build_site(files: dict[str, str], **settings: object) -> Outcome:
        return build(tmp_path, files, hooks=["draw_diagrams"], settings={**SETTINGS, **settings})

    return build_site


def test_a_page_that_speaks_of_mermaid_stays_as_the_theme_wrote_it(draw: Draw) -> None:
    image = '<img title="mermaid" alt="">'  # mermaid2 would write its attributes in another order
    assert image in draw({"docs/index.md": f"# T\n\n{image}\n\n{GOOD}"}).read("index.html")


def test_a_fence_becomes_a_picture(draw: Draw) -> None:
    outcome = draw({"docs/index.md": f"# T\n\n{GOOD}"})
    assert outcome.warnings == []
    page = outcome.read("index.html")
    assert page.count('<figure class="diagram">') == 1
    assert "<svg " in page
    assert "Figure: <span" in page
    assert 'class="mermaid"' not in page
    assert "mermaid" not in re.sub(r"<svg.*?</svg>", "", page)


def test_the_search_finds_its_words_and_not_its_labels(draw: Draw) -> None:
    labels = GOOD.replace("a --> b", "a[Needle] --> b")
    outcome = draw({"docs/index.md": f"# T\n\n{labels}"})
    index = json.loads(outcome.read("search/search_index.json"))
    text = " ".join(entry["text"] for entry in index["docs"])
    assert "One to two" in text
    assert "Needle" not in text
    assert "--c0" not in text


def test_the_same_picture_twice_has_ids_of_its_own(draw: Draw) -> None:
    page = draw({"docs/index.md": f"# T\n\n{GOOD}\n{GOOD}"}).read("index.html")
    ids = re.findall(r'\sid="(dg[^"]*)"', page)
    assert len(ids) == len(set(ids)) > 4


@pytest.mark.parametrize(
    ("markdown", "place"),
    [
        pytest.param(f"# T\n\n{BAD}", "7:11", id="in the page"),
        pytest.param(f"---\ntitle: T\n---\n\n# T\n\n{BAD}", "11:11", id="below front matter"),
        pytest.param(f"# T\n\n!!! note\n\n{indent(BAD)}", "9:15", id="in an admonition"),
        pytest.param(f'# T\n\n=== "A"\n\n{indent(BAD)}', "9:15", id="in a tab"),
        pytest.param(f"# T\n\n- item\n\n{indent(BAD)}", "9:15", id="in a list"),
        pytest.param(f"# T\n\n{GOOD}\n{BAD}", "14:11", id="the second of two"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(draw: Draw, markdown: str, place: str) -> None:
    outcome = draw({"docs/guide/a.md": markdown, "docs/index.md": "# T\n"})
    [warning] = outcome.warnings
    assert warning.startswith(f"docs/guide/a.md:{place}: invalid-diagram: 'c' cannot stand here.")
    assert "\n" not in warning


def test_a_mistake_is_shown_in_the_page(draw: Draw) -> None:
    page = draw({"docs/index.md": f"# T\n\n{BAD}\n{GOOD}"}).read("index.html")
    assert "docs/index.md:7:11: invalid-diagram: &#x27;c&#x27; cannot stand here." in page
    assert page.count("<svg ") == 1


def test_a_mistake_in_a_snippet_is_reported_there(draw: Draw) -> None:
    files = {
        "docs/index.md": '# T\n\n--8<-- "parts/b.md"\n',
        "parts/b.md": f"Text.\n\n{BAD}",
    }
    [warning] = draw(files).warnings
    assert warning.startswith("parts/b.md:7:11: invalid-diagram: ")


def test_a_picture_without_words_is_drawn_and_reported(draw: Draw) -> None:
    outcome = draw({"docs/index.md": "# T\n\n```mermaid\npie\n  'a' : 1\n```\n"})
    [warning] = outcome.warnings
    assert warning.startswith("docs/index.md:4: undescribed-diagram: ")


def test_a_page_that_quotes_a_fence_shows_it(draw: Draw) -> None:
    outcome = draw({"docs/index.md": f"# T\n\n````markdown\n{BAD}````\n"})
    assert outcome.warnings == []
    assert "<svg " not in outcome.read("index.html")


def test_a_strict_build_fails_with_one_line(draw: Draw, tmp_path: Path) -> None:
    draw({"docs/index.md": f"# T\n\n{BAD}"})
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    log = done.stdout + done.stderr
    assert done.returncode == 1
    assert [line for line in log.splitlines() if "invalid-diagram" in line] == [
        "WARNING -  docs/index.md:7:11: invalid-diagram: 'c' cannot stand here."
        " Connect two nodes with an arrow such as '-->', and quote a text with spaces."
    ]
    assert "Traceback" not in log


def test_a_second_build_does_not_start_v8(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"docs/index.md": f"# T\n\n{GOOD}"}
    first = article(draw(files))

    def fail() -> None:
        raise AssertionError("V8 was started")

    monkeypatch.setattr(py_mini_racer, "MiniRacer", fail)
    assert article(draw(files)) == first


class TestWithoutV8:
    """The wheel cannot be had for each machine: the reader's browser draws there."""

    @pytest.fixture(autouse=True)
    def _remove_v8(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "py_mini_racer", None)

    def test_the_source_stays_with_the_words_beside_it(self, draw: Draw) -> None:
        outcome = draw({"docs/index.md": f"# T\n\n{GOOD}"})
        assert outcome.warnings == []
        page = outcome.read("index.html")
        assert "a --&gt; b" in page
        assert "Figure: <span>Two</span>" in page
        assert "One to two" in page

    def test_mermaid_is_published_and_fetched_late(self, draw: Draw) -> None:
        files = {"docs/guide/a.md": f"# T\n\n{GOOD}", "docs/index.md": "# T\n"}
        outcome = draw(files)
        page = outcome.read("guide/a/index.html")
        scripts = re.findall(r'<script[^>]*src="([^"]*)"', page)
        assert "../../assets/diagrams/draw.js" in scripts
        assert [script for script in scripts if "mermaid" in script] == []
        assert outcome.has("assets/diagrams/draw.js")
        assert outcome.has("assets/diagrams/mermaid.min.js")
        assert "diagrams/draw.js" not in outcome.read("index.html")

    def test_missing_words_are_still_reported(self, draw: Draw) -> None:
        outcome = draw({"docs/index.md": "# T\n\n```mermaid\npie\n```\n"})
        [warning] = outcome.warnings
        assert warning.startswith("docs/index.md:4: undescribed-diagram: ")


def test_mermaid_is_not_published_where_all_is_drawn(draw: Draw) -> None:
    outcome = draw({"docs/index.md": f"# T\n\n{GOOD}"})
    assert not outcome.has("assets/diagrams/mermaid.min.js")


def test_a_configuration_without_the_fence_is_refused(draw: Draw) -> None:
    outcome = draw({"docs/index.md": "# T\n"}, markdown_extensions=["pymdownx.superfences"])
    assert outcome.failure is not None
    assert "no custom fence 'mermaid'" in outcome.failure
