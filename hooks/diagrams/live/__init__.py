"""The second best way, for machines without V8: the reader's browser draws the diagrams."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from diagrams.engine import MERMAID, Scheme

FOLDER = "assets/diagrams"
LOADER = Path(__file__).parent / "draw.js"

_PLUGIN = re.compile(
    r'<script src="[^"]*mermaid\.min\.js"></script>\s*<script>mermaid\.initialize\(.*?\);</script>',
    re.DOTALL,
)


def replace_scripts(page: str, address: str, schemes: tuple[Scheme, Scheme]) -> str:
    """Put our loader in place of the scripts that mermaid2 adds to a page with diagrams.

    Theirs fetch 1.6 MB before the theme's own script may run, and do not follow the colour scheme.
    ``address`` is that of `LOADER` from the page.
    """
    light, dark = (scheme.configuration for scheme in schemes)
    settings = json.dumps({"light": light, "dark": dark}).replace("</", "<\\/")
    ours = f'<script>var diagramConfigurations={settings}</script><script src="{address}"></script>'
    return _PLUGIN.sub(lambda _: ours, page)


def publish(site: Path) -> None:
    """Copy Mermaid and our loader into the built site."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for file in (LOADER, MERMAID):
        shutil.copyfile(file, folder / file.name)
