"""Write font-metrics.json: the widths of the letters in which the diagrams are set.

Run it only to change the font: `python hooks/diagrams/vendor/measure_font.py FOLDER`, where FOLDER
holds LiberationSans-Regular.ttf and LiberationSans-Bold.ttf. It needs the package `fonttools`.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-not-found,unused-ignore]

LAST = 0x2FFF  # Latin, Greek, Cyrillic, punctuation, arrows and shapes; not the ideographs


def measure(path: Path) -> dict[str, Any]:
    """Return a face's measures in font units; ``widths`` maps a width to all letters that have it."""
    font = TTFont(path)
    advances = font["hmtx"]
    letters: defaultdict[int, str] = defaultdict(str)
    for code, glyph in sorted(font.getBestCmap().items()):
        if 0x20 <= code <= LAST:
            letters[advances[glyph][0]] += chr(code)
    return {
        "unitsPerEm": font["head"].unitsPerEm,
        "ascent": font["hhea"].ascent,
        "descent": -font["hhea"].descent,
        "xHeight": font["OS/2"].sxHeight or round(font["glyf"]["x"].yMax),
        "missing": advances[".notdef"][0],
        "widths": dict(sorted(letters.items())),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    faces = {"normal": "Regular", "bold": "Bold"}  # slanted letters are as wide as upright ones
    metrics = {name: measure(folder / f"LiberationSans-{file}.ttf") for name, file in faces.items()}
    text = json.dumps(metrics, ensure_ascii=False, indent=1) + "\n"
    Path(__file__).with_name("font-metrics.json").write_text(text, encoding="utf-8")
