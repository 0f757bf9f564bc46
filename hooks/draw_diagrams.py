"""Draw the mermaid fences of the pages while the site is built.

The fence and its configuration are those of mkdocs-mermaid2-plugin. Where V8 cannot be had, the
plugin's own markup stays, and the reader's browser draws it with the vendored Mermaid.
"""

from __future__ import annotations

import functools
import html
import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mermaid2  # type: ignore[import-untyped]
from diagrams import figure, live
from diagrams.cache import Cache
from diagrams.engine import Engine, EngineUnavailableError, Scheme, fingerprint, load_v8
from diagrams.locate import Place, Places, read_sources
from diagrams.render import Problem, Result, check_words, render
from diagrams.source import find_words
from diagrams.theme import configure
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.utils import get_relative_url
from sitecheck.model import Finding

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.draw_diagrams")

_PLACEHOLDER = re.compile(r"<div[^>]*><!--(dg[0-9a-f]+)-->[^<]*</div>")


@dataclass(slots=True)
class _Build:
    """What one build of the site knows. ``places`` are those of the page that is being read."""

    schemes: tuple[Scheme, Scheme]
    engine: Engine | None
    cache: Cache
    places: Places = field(default_factory=lambda: Places("", []))
    results: dict[str, Result] = field(default_factory=dict)
    undrawn: bool = False
    page: str = ""


_build: _Build
_engines: dict[str, Engine] = {}
"""Kept between the builds of `mkdocs serve`: V8 takes half a second to start."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Prepare a build, and take the place of mermaid2's fence."""
    global _build
    schemes = configure(config.plugins["mermaid2"].config["arguments"])
    salt = fingerprint() + repr(schemes)
    cache = Cache(_root(config) / ".cache" / "diagrams", salt)
    _build = _Build(schemes, _engines.setdefault(salt, Engine(*schemes)), cache)
    try:
        load_v8()
    except EngineUnavailableError as error:
        _give_up(error)
    fences = config.mdx_configs.get("pymdownx.superfences", {}).get("custom_fences", [])
    ours = [entry for entry in fences if entry["name"] == "mermaid"]
    if not ours:
        raise PluginError(
            "mkdocs.yml: pymdownx.superfences has no custom fence 'mermaid'. Add it, with format mermaid2.fence_mermaid."
        )
    for entry in ours:
        entry["format"] = functools.wraps(mermaid2.fence_mermaid)(_draw_fence)
    return config


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note where the diagrams of a page stand. The file is read again: its front matter counts."""
    root = _root(config)
    source = Path(page.file.abs_src_path or root / page.file.src_uri)
    bases = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ["."])
    folders = [root / base for base in ([bases] if isinstance(bases, str) else bases)]
    shown = (
        source.relative_to(root).as_posix() if source.is_relative_to(root) else page.file.src_uri
    )
    _build.places = Places(shown, read_sources(source, folders, root))
    return markdown


def _draw_fence(
    source: str, language: str, css_class: str, options: Any, md: Any, **kwargs: Any
) -> str:
    """Draw one fence: superfences calls this in place of mermaid2's function, which it calls too."""

    def fence(text: str) -> str:
        markup: str = mermaid2.fence_mermaid(text, language, css_class, options, md, **kwargs)
        return markup

    place = _build.places.take(source)
    result = _render(source)
    if result is None:
        _build.undrawn = True
        words = find_words(source)
        _report(place, check_words(words))
        return figure.show_undrawn(fence(html.escape(source)), words)
    messages = _report(place, result.problems)
    if result.drawing is None:
        return figure.show_mistake(messages, source)
    _build.results[result.key] = result
    # The search indexes what stands here: the diagram's words, not the labels in its picture.
    said = " ".join(filter(None, (result.words.title, result.words.description)))
    return fence(f"<!--{result.key}-->{html.escape(said)}")


def _render(source: str) -> Result | None:
    """Return what became of a diagram, or None where there is no V8 to draw it."""
    if _build.engine is None:
        return None
    try:
        return render(source, engine=_build.engine, cache=_build.cache)
    except EngineUnavailableError as error:
        _give_up(error)
        return None


def _give_up(error: EngineUnavailableError) -> None:
    log.info("No V8 on this machine (%s): the reader's browser will draw the diagrams.", error)
    _build.engine = None


def _report(place: Place, problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    messages = []
    for problem in problems:
        line, column = place.at(problem.line, problem.column)
        finding = Finding(place.path, line, column, problem.rule, problem.message)
        log.warning("%s", finding)
        messages.append(str(finding))
    return messages


@event_priority(-100)  # after the search has read the page
def on_page_context(context: dict[str, Any], *, page: Page, **_: object) -> dict[str, Any]:
    """Put the drawings into the page, before the theme's template gets it."""
    seen: Counter[str] = Counter()

    def show(match: re.Match[str]) -> str:
        result = _build.results[match[1]]
        assert result.drawing is not None
        seen[result.key] += 1
        suffix = f"x{seen[result.key]}" if seen[result.key] > 1 else ""
        return figure.show(result.drawing, result.key, result.words, suffix=suffix)

    if page.content:
        page.content = _PLACEHOLDER.sub(show, page.content)
    return context


@event_priority(100)  # before mermaid2
def _keep_page(output: str, **_: object) -> None:
    _build.page = output


@event_priority(-100)  # after mermaid2 has added its scripts
def _finish_page(output: str, *, page: Page, **_: object) -> str:
    """Where the reader's browser draws, let it do so late and in the page's colours.

    Elsewhere mermaid2 has nothing to add, but has written anew each page that speaks of Mermaid.
    """
    if not _build.undrawn:
        return _build.page
    address = get_relative_url(f"{live.FOLDER}/{live.LOADER.name}", page.url)
    return live.replace_scripts(output, address, _build.schemes)


on_post_page = CombinedEvent(_keep_page, _finish_page)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Publish Mermaid itself only if a page needs it."""
    if _build.undrawn:
        live.publish(Path(config.site_dir))


def on_shutdown() -> None:
    """Stop V8."""
    for engine in _engines.values():
        engine.close()
    _engines.clear()


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent
