"""Small diagrams of every type, each in a file of its own, and how the tests draw them."""

from __future__ import annotations

from pathlib import Path

SAMPLES = sorted((Path(__file__).parent / "hooks" / "diagrams" / "samples").glob("*.mmd"))
ARGUMENTS = {"layout": "dagre", "look": "classic"}  # those of mkdocs.yml
