"""What pages say about their looks in their own markup, moved into the style sheet they share.

A page is lighter without it, what returns on many pages is sent once, and a strict
Content-Security-Policy allows it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

_ICON = re.compile(r'<svg xmlns="http://www\.w3\.org/2000/svg"([^>]*)>(.*?)</svg>', re.DOTALL)
_VIEW = re.compile(r' viewBox="(?!0 0 24 24)[^"]*"')  # the style sheet gives squares both sides
_NOTICE = re.compile(r"<!--(!.*?)-->", re.DOTALL)
_TAG = re.compile(
    r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*\sstyle="(?:[^"]*)"(?:[^>"']|"[^"]*"|'[^']*')*>"""
)
_DRAWING = re.compile(r'<svg (?=[^>]*\bid="(?P<id>dg\w+)")[^>]*>.*?</svg>', re.DOTALL)
_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLORS = re.compile(
    r"#\w+\{((?:--\w+:[^;}]*;?)+)\}@media screen\{\[data-md-color-scheme=slate\] #\w+\{([^}]*)\}\}"
)
_Rule = tuple[str, str, str]
"""A rule of a drawing: its selectors, where ``&`` stands for the drawing, its declarations, and the
class of the only drawing that it may be for, or ``""``."""


class Moved:
    """Collects what is moved. ``icons`` are those that the style sheet is to draw."""

    def __init__(self, icons: Iterable[str]) -> None:
        self._icons = {icon: f"i{number}" for number, icon in enumerate(icons)}
        self._styles: dict[str, str] = {}
        self._colors: dict[tuple[str, str], str] = {}
        self._sheets: dict[tuple[tuple[str, str], ...], str] = {}
        # Which rules come before each; dicts, for a set has another order in each run.
        self._before: dict[_Rule, dict[_Rule, None]] = {}
        self._users: dict[_Rule, list[str]] = {}

    def take(self, html: str) -> str:
        """Return a page with classes in place of what was moved."""
        html = _ICON.sub(self._take_icon, html)
        html = _DRAWING.sub(self._take_drawing, html)
        return _TAG.sub(lambda tag: self._take_style(tag[0]), html)

    def css(self) -> str:
        """Return the style sheet of what was moved."""
        return "".join((*self._icon_rules(), *self._style_rules(), *self._drawing_rules()))

    def _take_icon(self, icon: re.Match[str]) -> str:
        name = self._icons.get(icon[0])
        if name is None:
            return icon[0]
        view = _VIEW.search(icon[1])
        return f'<svg class="{name}"{view[0] if view else ""}></svg>'

    def _icon_rules(self) -> Iterable[str]:
        # Who drew the icons is said once.
        notices = dict.fromkeys(note for icon in self._icons for note in _NOTICE.findall(icon))
        yield from (f"/*{note}*/" for note in notices)
        for icon, name in self._icons.items():
            plain = _NOTICE.sub("", icon).replace('"', "'").replace("%", "%25").replace("#", "%23")
            yield f'.{name}{{mask:url("data:image/svg+xml,{plain}") center/contain no-repeat}}'
        if self._icons:
            names = ",".join(f".{name}" for name in self._icons.values())
            forced = "forced-color-adjust:none;background:CanvasText"
            yield f"{names}{{background:currentcolor}}"
            yield f"@media (forced-colors:active){{{names}{{{forced}}}}}"

    def _take_style(self, tag: str) -> str:
        style = re.search(r'\sstyle="([^"]*)"', tag)
        assert style is not None
        name = self._styles.setdefault(style[1].rstrip("; "), f"s{len(self._styles)}")
        plain = tag.replace(style[0], "", 1)
        if ' class="' in plain:
            return plain.replace(' class="', f' class="{name} ', 1)
        return re.sub(r"(?=\s*/?>$)", f' class="{name}"', plain, count=1)

    def _style_rules(self) -> Iterable[str]:
        # As strong as the attribute was: stronger than any rule but one that says !important.
        for style, name in self._styles.items():
            yield f".{name}:not(#_){{{style}}}"

    def _take_drawing(self, drawing: re.Match[str]) -> str:
        svg, key = drawing[0], drawing["id"]
        sheet = _SHEET.search(svg)
        if sheet is None:
            return svg
        text = sheet[1]
        names: dict[str, str] = {}
        if colors := _COLORS.match(text):
            text = text[colors.end() :]
            light, dark = (dict(_declarations(part)) for part in colors.groups())
            for name, color in light.items():
                pair = (color, dark[name])
                names[name] = self._colors.setdefault(pair, f"--d{len(self._colors)}")
        if "@" in text:
            return svg  # moving pictures stay as they are
        svg = _rename(svg.replace(sheet[0], ""), names)
        rules = [
            (selectors.replace(f"#{key}", "&"), body)
            for selectors, body in _RULE.findall(_rename(text, names))
        ]
        shared = self._sheets.get(tuple(rules))
        if shared is None:
            shared = self._sheets[tuple(rules)] = f"d{len(self._sheets)}"
            self._add(rules, shared)
        return svg.replace(" id=", f' class="{shared}" id=', 1)

    def _add(self, rules: list[tuple[str, str]], name: str) -> None:
        """Join the rules of a drawing with those of others, in an order that is right for all."""
        for own in ("", name):
            ours: list[_Rule] = [(*rule, own) for rule in rules]
            before = {rule: dict(earlier) for rule, earlier in self._before.items()}
            for rule in ours:
                before.setdefault(rule, {})
            for earlier, later in itertools.pairwise(ours):
                if earlier != later:
                    before[later][earlier] = None
            try:
                tuple(TopologicalSorter(before).static_order())
            except CycleError:
                continue
            self._before = before
            for rule in dict.fromkeys(ours):
                self._users.setdefault(rule, []).append(name)
            return

    def _drawing_rules(self) -> Iterable[str]:
        if self._colors:
            for part, place in ((0, "{}"), (1, "@media screen{{[data-md-color-scheme=slate] {}}}")):
                colors = ";".join(f"{name}:{pair[part]}" for pair, name in self._colors.items())
                yield place.format(f".diagram{{{colors}}}")
        for rule in TopologicalSorter(self._before).static_order():
            selectors, body, _ = rule
            users = [f".{name}" for name in self._users[rule]]
            drawing = users[0] if len(users) == 1 else f":is({','.join(users)})"
            yield f"{selectors.replace('&', f'.diagram {drawing}')}{{{body}}}"


def common_icons(pages: Iterable[str], *, least: int) -> list[str]:
    """Return the icons that at least so many pages show, the most frequent first."""
    seen = Counter(icon for html in pages for icon in {match[0] for match in _ICON.finditer(html)})
    return sorted(
        (icon for icon, count in seen.items() if count >= least),
        key=lambda icon: (-seen[icon], icon),
    )


def _declarations(text: str) -> Iterable[tuple[str, str]]:
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        if name:
            yield name, value


def _rename(text: str, names: dict[str, str]) -> str:
    return re.sub(r"var\((--c\w+)\)", lambda match: f"var({names.get(match[1], match[1])})", text)
