from __future__ import annotations

import pytest
from glossary import GlossaryError, Term, TermLinks, read_terms, write_script
from markdown import Markdown

LAYER = "## Layer { #layer }\n\nA [tar archive][archive] of *changes*, see `docker history`.\n"


def render(markdown: str, glossary: str = LAYER) -> str:
    return Markdown(extensions=[TermLinks(read_terms(glossary))]).convert(markdown)


def test_a_definition_is_the_line_below_the_heading_as_plain_text() -> None:
    terms = read_terms(LAYER + "It is often shared.\n")
    assert terms == {
        "layer": Term("Layer", "layer", "A tar archive of changes, see docker history.")
    }


def test_an_entry_may_name_the_page_that_shows_the_thing() -> None:
    shown = "Shown in [Take it apart](../layers/inside.md#open).\n"
    terms = read_terms(f"{LAYER}\n{shown}\n## Tag {{ #tag }}\n\nA name.\n")
    assert {term.name: term.shown for term in terms.values()} == {
        "Layer": "layers/inside.md",
        "Tag": "",
    }


@pytest.mark.parametrize(
    ("glossary", "line", "message"),
    [
        pytest.param(
            "# Glossary\n\n## Bind mount\n\nA folder.\n",
            3,
            "'Bind mount' has no anchor. Write '## Bind mount { #bind-mount }'.",
            id="a term without an anchor",
        ),
        pytest.param(
            "## Tag { #tag }\n\n## Image { #image }\n\nA template.\n",
            1,
            "'Tag' has no definition. Write one sentence below the heading.",
            id="a term without a definition",
        ),
        pytest.param(
            LAYER + "\n## layer { #layer-2 }\n\nAgain.\n",
            5,
            "'layer' is defined twice. Keep one of the two.",
            id="a term defined twice",
        ),
    ],
)
def test_a_glossary_that_cannot_be_read_is_refused(glossary: str, line: int, message: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        read_terms(glossary)
    assert (caught.value.line, str(caught.value)) == (line, message)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param("A [layer][].", "layer", id="by its name"),
        pytest.param("Two [layers][layer].", "layers", id="in another form"),
        pytest.param("[LAYER][]", "LAYER", id="in capitals"),
        pytest.param("[Top][top-layer]", "Top", id="by its anchor"),
    ],
)
def test_a_term_is_a_link_to_its_definition(markdown: str, text: str) -> None:
    html = render(markdown, "## Layer { #top-layer }\n\nA *tar* archive.\n")
    attributes = 'class="term" href="/reference/glossary.md#top-layer"'
    assert f"<a {attributes}>{text}</a>" in html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("`[layer][]`", "<p><code>[layer][]</code></p>", id="in code"),
        pytest.param("[x][nope]", "<p>[x][nope]</p>", id="an unknown term"),
        pytest.param(
            "[layer][]\n\n[layer]: other.md", '<p><a href="other.md">layer</a></p>', id="page's own"
        ),
        pytest.param("A layer.", "<p>A layer.</p>", id="not asked for"),
    ],
)
def test_nothing_else_becomes_a_term(markdown: str, html: str) -> None:
    assert render(markdown) == html


def test_the_definitions_are_a_script() -> None:
    script = write_script(read_terms(LAYER))
    definition = "A tar archive of changes, see docker history."
    assert script == f'const termDefinitions = {{"layer": "{definition}"}};\n'


def test_the_second_page_of_a_converter_has_the_terms_too() -> None:
    converter = Markdown(extensions=[TermLinks(read_terms(LAYER))])
    converter.convert("[layer]: other.md")
    assert 'class="term"' in converter.reset().convert("[layer][]")
