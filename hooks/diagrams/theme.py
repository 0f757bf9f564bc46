"""The colours of the diagrams, in light and in dark, as settings of Mermaid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from diagrams.engine import Scheme

REFINE = Path(__file__).with_name("refine.css")

FONT = "Helvetica, Arial, Liberation Sans, sans-serif"
"""Faces of the same widths, of which every desktop has one; Android's Roboto is a little narrower.

The page's own font would be another on each system, and labels measured in one font leave their
boxes in another.
"""

FONT_SIZE = 15
"""In CSS pixels, where a diagram is shown in its own size."""


@dataclass(frozen=True, slots=True)
class Hue:
    """A colour's two uses: ``fill`` under text, ``stroke`` for a line or a border on the page."""

    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one scheme. ``text`` is read on ``page``, ``group`` and every hue's fill."""

    dark: bool
    page: str
    text: str
    line: str
    group: Hue
    note: Hue
    hues: tuple[Hue, Hue, Hue, Hue, Hue, Hue, Hue, Hue]


# The first colours are those of assets/stylesheets/extra.css, in which the page is set.
LIGHT = Palette(
    dark=False,
    page="#ffffff",
    text="#17202e",
    line="#566377",
    group=Hue("#f5f7fb", "#7f8ca1"),
    note=Hue("#fff5d6", "#9a6b00"),
    hues=(
        Hue("#e6effe", "#1a56c8"),
        Hue("#dff4e7", "#17703f"),
        Hue("#ffeed6", "#9a5b00"),
        Hue("#efe8fc", "#6a3fb5"),
        Hue("#fde7e5", "#b3261e"),
        Hue("#dbf3f6", "#0f7285"),
        Hue("#eef3d0", "#5f7112"),
        Hue("#e9edf3", "#566377"),
    ),
)
DARK = Palette(
    dark=True,
    page="#0d1422",
    text="#e6ecf6",
    line="#9dacc2",
    group=Hue("#141d2f", "#66758f"),
    note=Hue("#3a3013", "#d9ae52"),
    hues=(
        Hue("#172f5c", "#82b4ff"),
        Hue("#123b29", "#74d09b"),
        Hue("#47300d", "#f2b863"),
        Hue("#362758", "#c6a9ff"),
        Hue("#501f24", "#ff9d94"),
        Hue("#0f3d49", "#6fd0e0"),
        Hue("#363f14", "#c4d468"),
        Hue("#29344a", "#a9b6cb"),
    ),
)


SETTINGS: dict[str, Any] = {
    "startOnLoad": False,
    "suppressErrorRendering": True,
    "deterministicIds": True,
    "theme": "base",
    "fontFamily": FONT,
    # SVG text never clips, prints, and is out of reach of the theme's rules for paragraphs.
    "htmlLabels": False,
    # Narrow pictures: they have to be read in a window of 320 pixels, too.
    "class": {"hideEmptyMembersBox": True, "padding": 10},
    "flowchart": {
        "minNodeWidth": 60,
        "nodeSpacing": 36,
        "rankSpacing": 50,
        "wrappingWidth": 170,
    },
    "gantt": {"useWidth": 680, "fontSize": 12, "sectionFontSize": 12},
    "sequence": {
        "actorFontSize": FONT_SIZE,
        "actorMargin": 36,
        "messageFontSize": FONT_SIZE - 1,
        "mirrorActors": False,
        "noteFontSize": FONT_SIZE - 1,
        "width": 110,
    },
    "state": {"minNodeWidth": 0, "wrappingWidth": 170},
    "timeline": {"leftMargin": 20, "padding": 20},
}
"""How every diagram is laid out. `arguments` of the plugin mermaid2 in mkdocs.yml win over these."""


def configure(arguments: Mapping[str, Any]) -> tuple[Scheme, Scheme]:
    """Return the light and the dark scheme."""
    return _scheme(LIGHT, arguments), _scheme(DARK, arguments)


def _scheme(palette: Palette, arguments: Mapping[str, Any]) -> Scheme:
    settings = _merge(SETTINGS, {"themeVariables": theme_variables(palette)})
    return Scheme(_merge(settings, arguments), refine(palette))


def _merge(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return both mappings as one; where both have a value, the second wins."""
    merged = dict(first)
    for name, value in second.items():
        old = merged.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[name] = _merge(old, value) if both else value  # type: ignore[arg-type]
    return merged


def refine(palette: Palette) -> str:
    """Return the style sheet refine.css with the colours of a palette in place of their names."""
    names = {"page": palette.page, "text": palette.text, "line": palette.line}
    for name, hue in (("group", palette.group), ("note", palette.note)):
        names[f"{name}_fill"], names[f"{name}_stroke"] = hue.fill, hue.stroke
    for number, hue in enumerate(palette.hues):
        names[f"fill{number}"], names[f"stroke{number}"] = hue.fill, hue.stroke
    return Template(REFINE.read_text(encoding="utf-8")).substitute(names)


def theme_variables(palette: Palette) -> dict[str, Any]:
    """Return the variables of Mermaid's theme "base" for a palette."""
    first, second = palette.hues[:2]
    text, line, page, group, note = (
        palette.text,
        palette.line,
        palette.page,
        palette.group,
        palette.note,
    )
    variables: dict[str, Any] = {
        "darkMode": palette.dark,
        "fontSize": f"{FONT_SIZE}px",
        "fontFamily": FONT,
        "useGradient": False,
        "dropShadow": "none",
        "background": page,
        "mainBkg": first.fill,
        "lineColor": line,
        "textColor": text,
        "titleColor": text,
        "edgeLabelBackground": page,
        "labelBackground": page,
        "clusterBkg": page,  # or labels on lines, which hide the line, would stand out
        "clusterBorder": group.stroke,
        "noteBkgColor": note.fill,
        "noteTextColor": text,
        "noteBorderColor": note.stroke,
        "actorBkg": first.fill,
        "actorBorder": first.stroke,
        "actorTextColor": text,
        "actorLineColor": group.stroke,
        "signalColor": line,
        "signalTextColor": text,
        "labelBoxBkgColor": group.fill,
        "labelBoxBorderColor": group.stroke,
        "labelTextColor": text,
        "loopTextColor": text,
        "activationBkgColor": palette.hues[7].fill,
        "activationBorderColor": palette.hues[7].stroke,
        "sequenceNumberColor": page,
        "pieTitleTextColor": text,
        "pieSectionTextColor": page,
        "pieLegendTextColor": text,
        "pieStrokeColor": page,
        "pieOuterStrokeColor": group.stroke,
        "pieOpacity": "1",
        "archEdgeColor": line,
        "archEdgeArrowColor": line,
        "archGroupBorderColor": group.stroke,
        "commitLabelColor": text,
        "commitLabelFontSize": "12px",
        "tagLabelFontSize": "12px",
        "commitLabelBackground": group.fill,
        "tagLabelColor": text,
        "tagLabelBackground": note.fill,
        "tagLabelBorder": note.stroke,
        "gridColor": group.stroke,
        "sectionBkgColor": group.fill,
        "altSectionBkgColor": page,
        "sectionBkgColor2": group.fill,
        "taskBkgColor": first.fill,
        "taskBorderColor": first.stroke,
        "taskTextColor": text,
        "taskTextLightColor": text,
        "taskTextDarkColor": text,
        "taskTextOutsideColor": text,
        "activeTaskBkgColor": second.fill,
        "activeTaskBorderColor": second.stroke,
        "doneTaskBkgColor": palette.hues[7].fill,
        "doneTaskBorderColor": palette.hues[7].stroke,
        "critBkgColor": palette.hues[4].fill,
        "critBorderColor": palette.hues[4].stroke,
        "todayLineColor": palette.hues[4].stroke,
        "quadrant1Fill": palette.hues[0].fill,
        "quadrant2Fill": palette.hues[1].fill,
        "quadrant3Fill": palette.hues[7].fill,
        "quadrant4Fill": palette.hues[2].fill,
        "quadrantPointFill": text,
        "xyChart": {
            "backgroundColor": page,
            "plotColorPalette": ",".join(hue.stroke for hue in palette.hues),
        },
        "packet": {
            "startByteColor": text,
            "endByteColor": text,
            "labelColor": text,
            "titleColor": text,
            "blockStrokeColor": first.stroke,
            "blockFillColor": first.fill,
        },
    }
    for name, hue in (("primary", first), ("secondary", second), ("tertiary", group)):
        variables[f"{name}Color"] = hue.fill
        variables[f"{name}TextColor"] = text
        variables[f"{name}BorderColor"] = hue.stroke
    for number in range(12):
        hue = palette.hues[number % len(palette.hues)]
        variables[f"cScale{number}"] = hue.fill
        variables[f"cScalePeer{number}"] = hue.stroke
        variables[f"cScaleInv{number}"] = hue.stroke
        variables[f"cScaleLabel{number}"] = text
        variables[f"lineColor{number}"] = hue.stroke
        variables[f"pie{number + 1}"] = hue.stroke
        variables[f"fillType{number}"] = hue.fill
    for number, hue in enumerate(palette.hues):
        variables[f"git{number}"] = hue.stroke
        variables[f"gitInv{number}"] = hue.fill
        variables[f"gitBranchLabel{number}"] = page
    return variables
