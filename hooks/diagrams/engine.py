"""Mermaid in V8: its own code, unmodified, on a stand-in for the browser that it expects."""

from __future__ import annotations

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from diagrams.safety import find_active

FOLDER = Path(__file__).parent
MERMAID = FOLDER / "vendor" / "mermaid.min.js"
FONT_METRICS = FOLDER / "vendor" / "font-metrics.json"
SECONDS = 60.0
"""A drawing that takes longer is given up: the slowest of 2,578 real diagrams took 4."""

# The order in which they build on each other.
_PARTS = (
    "markup",
    "nodes",
    "styles",
    "selectors",
    "platform",
    "cascade",
    "text",
    "path",
    "geometry",
)
_LATER_PARTS = ("shorten", "tidy", "merge", "check", "render")

# V8 keeps its code read-only by the processor's protection keys, and only threads that descend from
# the one it began on may read it then: any other ends the whole process (denoland/rusty_v8 #1381).
_THREADS_MAY_DIFFER = "--no-memory-protection-keys"

_MATH = re.compile(r"\$\$")


class EngineUnavailableError(Exception):
    """There is no V8 for this machine."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How diagrams look in one colour scheme: Mermaid's ``configuration``, and a style sheet on top.

    The rules of ``refinements`` stand in blocks ``@type sequence … { … }``, which name the types of
    diagrams that they are for.
    """

    configuration: dict[str, Any]
    refinements: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a diagram cannot be drawn, as the engine says it.

    ``line`` and ``column`` count from 1, 0 is unknown. ``counted`` says which lines are meant: those
    of the "source", or those that are left when it is "parsed" (see `source.kept_lines`).
    ``token`` is the text at which a grammar stopped, ``expected`` the names of what it wants there.
    """

    message: str
    line: int = 0
    column: int = 0
    counted: str = "source"
    token: str = ""
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: an ``<svg>`` element in both colour schemes, and its size in CSS pixels."""

    svg: str
    type: str
    width: float
    height: float


def load_v8() -> ModuleType:
    """Import the package that embeds V8. Raises `EngineUnavailableError` where there is none."""
    try:
        import py_mini_racer
    except (ImportError, OSError) as error:  # no wheel for the platform, or a library is missing
        raise EngineUnavailableError(str(error)) from error
    return py_mini_racer


@cache
def fingerprint() -> str:
    """Return a hash of everything but the diagram that a drawing depends on."""
    digest = hashlib.sha256()
    for path in (MERMAID, FONT_METRICS, *map(_part, _PARTS + _LATER_PARTS), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _part(name: str) -> Path:
    return FOLDER / "browser" / f"{name}.js"


class Engine:
    """Draws diagrams, one after the other. V8 starts with the first, and takes half a second.

    ``light`` and ``dark`` are the two colour schemes.
    """

    def __init__(self, light: Scheme, dark: Scheme) -> None:
        self._schemes = (json.dumps(asdict(light)), json.dumps(asdict(dark)))
        self._v8: Any = None
        self._abandoned: list[Any] = []
        # A thread of its own: V8 refuses to be called where an event loop runs.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="diagrams")

    @property
    def started(self) -> bool:
        """Whether V8 runs."""
        return self._v8 is not None

    def draw(self, text: str, key: str) -> Drawing | Mistake:
        """Draw a diagram; ``key`` becomes the picture's id and begins every id in it.

        Raises `EngineUnavailableError` where there is no V8.
        """
        if _MATH.search(text):
            line = text[: text.index("$$")].count("\n") + 1
            return Mistake("formulas ($$…$$) cannot be drawn here. Write it in words.", line)
        result = self._call("drawDiagram", text, key)
        if "mistake" in result:
            found = result["mistake"]
            return Mistake(**{**found, "expected": tuple(found["expected"])})
        if active := find_active(result["svg"]):
            return Mistake(f"the drawing would hold {active}, and a picture must not act.")
        return Drawing(**result)

    def close(self) -> None:
        """Stop V8, if it runs."""
        self._abandon()
        for v8 in self._abandoned:
            self._thread.submit(v8.close).result()
        self._abandoned.clear()

    def _abandon(self) -> None:
        """Let the next drawing start afresh. Closed at once, V8 would report to a loop that ended."""
        if self._v8 is not None:
            self._abandoned.append(self._v8)
            self._v8 = None

    def _call(self, function: str, text: str, key: str) -> dict[str, Any]:
        v8 = load_v8()
        if self._v8 is None:
            self._v8 = self._thread.submit(_start, v8).result()
        call = f"{function}({json.dumps(text)},{json.dumps(key)},{','.join(self._schemes)})"
        try:
            result = self._thread.submit(_evaluate, self._v8, call).result()
        except v8.JSTimeoutException:
            self._abandon()
            return _failure(f"Mermaid does not finish within {SECONDS:g} s. Draw less at once.")
        except (v8.JSEvalException, v8.JSPromiseError) as error:
            self._abandon()
            return _failure(f"Mermaid failed: {(str(error).strip() or 'unknown').splitlines()[0]}")
        answer: dict[str, Any] = json.loads(result)
        return answer


def _evaluate(racer: Any, code: str) -> Any:
    return racer.eval(code, timeout_sec=SECONDS).get(timeout=SECONDS)


def _failure(message: str) -> dict[str, Any]:
    return {"mistake": {"message": message, "expected": ()}}


def _start(v8: ModuleType) -> Any:
    try:
        flags = (*v8.DEFAULT_V8_FLAGS, _THREADS_MAY_DIFFER)
        v8.init_mini_racer(flags=flags, ignore_duplicate_init=True)
        racer = v8.MiniRacer()
    except (v8.LibNotFoundError, OSError) as error:
        raise EngineUnavailableError(str(error)) from error
    sources = [_part(name).read_text(encoding="utf-8") for name in _PARTS + _LATER_PARTS]
    metrics = FONT_METRICS.read_text(encoding="utf-8")
    # One function around all parts: their names stay out of Mermaid's reach.
    racer.eval(f"(()=>{{'use strict';const FONT_METRICS={metrics};\n{''.join(sources)}}})()")
    racer.eval(MERMAID.read_text(encoding="utf-8"))
    return racer
