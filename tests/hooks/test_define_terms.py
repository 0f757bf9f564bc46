from __future__ import annotations

from pathlib import Path

from small_site import Outcome, build

GLOSSARY = "docs/reference/glossary.md"
PAGES = {
    "docs/index.md": "# Home\n\nAn image has [layers][layer].\n",
    "docs/layers/first.md": "# First\n\nA [layer][].\n",
    GLOSSARY: "# Glossary\n\n## Layer { #layer }\n\nSome files.\n",
}
SETTINGS: dict[str, object] = {
    "markdown_extensions": ["attr_list"],
    "validation": {"links": {"absolute_links": "relative_to_docs", "anchors": "warn"}},
}


def define(root: Path, files: dict[str, str]) -> Outcome:
    return build(root, {**PAGES, **files}, hooks=["define_terms"], settings=SETTINGS)


def test_a_term_leads_to_the_glossary_from_every_depth(tmp_path: Path) -> None:
    outcome = define(tmp_path, {})
    assert outcome.warnings == []
    link = '<a class="term" href="{}reference/glossary/#layer">'
    assert link.format("") in outcome.read("index.html")
    assert link.format("../../") in outcome.read("layers/first/index.html")


def test_the_next_build_reads_the_glossary_anew(tmp_path: Path) -> None:
    define(tmp_path, {})
    outcome = define(tmp_path, {GLOSSARY: "# Glossary\n\n## Layer { #layer }\n\nChanges.\n"})
    assert '"Changes."' in outcome.read("assets/terms.js")


def test_a_glossary_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    outcome = define(tmp_path, {GLOSSARY: "# Glossary\n\n## Layer\n\nSome files.\n"})
    assert outcome.failure == (
        "docs/reference/glossary.md:3:1: malformed-term:"
        " 'Layer' has no anchor. Write '## Layer { #layer }'."
    )


def test_a_site_without_a_glossary_is_built(tmp_path: Path) -> None:
    outcome = build(tmp_path, {"docs/index.md": "# Home\n"}, hooks=["define_terms"])
    assert outcome.failure is None
