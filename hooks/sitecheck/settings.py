"""Places in mkdocs.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from sitecheck.files import read_text
from sitecheck.model import Place

_INHERIT = re.compile(r"^INHERIT:[ \t]*([\"']?)([^\"'\n#]+?)\1[ \t]*(?:#.*)?$", re.MULTILINE)


class Setting(NamedTuple):
    """A value of the configuration: the keys that lead to it, the value, its place."""

    keys: tuple[str, ...]
    value: str
    place: Place


def read_settings(path: Path, name: str) -> list[Setting]:
    """Return every text in a configuration file, in order; none when it is not YAML."""
    try:
        root = yaml.compose(read_text(path), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return []
    return list(_walk(root, (), name, 0)) if root else []


def with_inherited(path: Path) -> Iterator[Path]:
    """Yield a configuration file, and those that it inherits from."""
    seen = set()
    while path not in seen:
        seen.add(path)
        yield path
        if not (match := _INHERIT.search(read_text(path))):
            return
        path = path.parent / match[2]


def _walk(node: yaml.Node, keys: tuple[str, ...], name: str, depth: int) -> Iterator[Setting]:
    if depth > 50:
        return
    if isinstance(node, yaml.ScalarNode):
        mark = node.start_mark
        quoted = node.style in {"'", '"'}
        lead = 0
        if node.tag and not node.tag.startswith("tag:yaml.org"):
            lead = len(node.tag) + 1  # the place is the tag's, where there is one
        place = Place(name, mark.line + 1, mark.column + 1 + (1 if quoted else 0) + lead)
        yield Setting(keys, node.value, place)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(item, keys, name, depth + 1)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*keys, str(key.value)), name, depth + 1)
