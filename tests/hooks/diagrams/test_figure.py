from __future__ import annotations

import re

from diagrams.engine import Drawing
from diagrams.figure import show, show_mistake, show_undrawn
from diagrams.source import Words

SVG = '<svg id="dg1" viewBox="0 0 100 50" width="100" height="50"><g id="dg1-0"></g></svg>'
SMALL = Drawing(SVG, "pie", 100, 50)
WORDS = Words("A & B", "C < D", plain=True)


def test_the_caption_names_the_picture() -> None:
    markup = show(SMALL, "dg1", WORDS)
    assert '<figcaption>Figure: <span id="dg1-t">A &amp; B</span></figcaption>' in markup
    assert re.search(r'<svg role="img" aria-labelledby="dg1-t" aria-describedby="dg1-d"', markup)


def test_the_description_is_in_the_picture() -> None:
    assert '><desc id="dg1-d">C &lt; D</desc><g' in show(SMALL, "dg1", WORDS)


def test_the_same_picture_twice_has_ids_of_its_own() -> None:
    first, second = show(SMALL, "dg1", WORDS), show(SMALL, "dg1", WORDS, suffix="x2")
    ids = [set(re.findall(r'id="(\w[^"]*)"', markup)) for markup in (first, second)]
    assert ids[0] == {"dg1", "dg1-0", "dg1-t", "dg1-d"}
    assert ids[0] & ids[1] == set()


def test_a_wide_picture_shrinks_only_as_far_as_its_text_can_be_read() -> None:
    wide = Drawing(SVG, "pie", 1500, 50)
    assert 'style="min-width:1100px"' in show(wide, "dg1", WORDS)


def test_only_a_picture_that_may_scroll_can_have_the_focus() -> None:
    assert "tabindex" not in show(SMALL, "dg1", WORDS)
    assert 'tabindex="0" role="group" aria-labelledby="dg1-t"' in show(
        Drawing(SVG, "pie", 1500, 50), "dg1", WORDS
    )


def test_links_in_a_picture_can_be_reached() -> None:
    linked = Drawing(SVG.replace("<g ", '<a href="x"></a><g '), "pie", 100, 50)
    assert '<svg role="group"' in show(linked, "dg1", WORDS)


def test_a_picture_without_words_still_has_its_markup() -> None:
    markup = show(SMALL, "dg1", Words("", "", plain=False))
    assert "figcaption" not in markup
    assert "<desc" not in markup


def test_an_undrawn_picture_says_in_words_what_it_would_show() -> None:
    markup = show_undrawn('<div class="mermaid">pie</div>', WORDS)
    assert markup.startswith('<figure class="diagram"><div class="mermaid">pie</div>')
    assert "C &lt; D" in markup
    assert "Figure: <span>A &amp; B</span>" in markup


def test_a_mistake_is_shown_with_the_text_that_has_it() -> None:
    box = show_mistake(["docs/a.md:3: invalid-diagram: '<' cannot stand here."], "pie\n<")
    assert "docs/a.md:3: invalid-diagram: &#x27;&lt;&#x27; cannot stand here." in box
    assert "<code>pie\n&lt;</code>" in box
