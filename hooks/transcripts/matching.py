"""Compare what a page shows with what an engine printed.

Both sides are *normalised*: what varies from run to run (ids, digests, ages, dates, durations,
addresses, chosen ports, versions of products, widths of columns) becomes a placeholder, so that a
page shows natural values. Sizes become placeholders too and are compared with a tolerance.
Lines that several tasks print at once (BuildKit's steps, Compose's services) are compared task by
task, since their order moves. All of it is linear in the length of a line, and at worst the product
of the two numbers of lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ELISION = "..."
SIZE_TOLERANCE = 0.25
"""Sizes are equal when they differ by at most this part of the larger one."""
SIZE_SLACK = 4096.0
"""Bytes by which two sizes other than zero may always differ: a block of a file system."""


# ------------------------------------------------------------------------------ cleaning
_CONTROL = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # a window's title and the like
    r"|\x1b\[(?P<number>\d*)[0-9;?]*[ -/]*(?P<move>[@-~])"
    r"|\x1b[()][0-9A-Z]|\x1b[=>78MDEHc]"
    r"|(?P<plain>[^\x00-\x1f]+)|(?P<single>[\x00-\x1f])"
)


def clean(output: str) -> list[str]:
    """Return the lines as a terminal would leave them: no colors, no overwritten progress.

    Knows the movements within a line and to the line above, which is what shells, interpreters
    and progress bars use. Blank lines at the beginning and the end are left out, and spaces at the
    end of a line.
    """
    output = output.replace("\r\n", "\n")
    controlled = re.search(r"[\x00-\x08\x0b-\x1f]", output)
    lines = _screen(output) if controlled else output.split("\n")
    return _trim([line.rstrip() for line in lines])


def _screen(output: str) -> list[str]:
    lines: list[list[str]] = [[]]
    row = column = 0
    for match in _CONTROL.finditer(output):
        if plain := match["plain"]:
            line = lines[row]
            line += " " * (column - len(line))
            line[column : column + len(plain)] = plain
            column += len(plain)
        elif match["single"] == "\n":
            row, column = row + 1, 0
            if row == len(lines):
                lines.append([])
        elif match["single"] == "\r":
            column = 0
        elif match["single"] == "\b":
            column = max(0, column - 1)
        elif match["single"] == "\t":
            column += 8 - column % 8
        elif move := match["move"]:
            number = min(int((match["number"] or "1")[:4]), 1000)
            if move == "A":
                row = max(0, row - number)
            elif move == "C":
                column = min(column + number, 1000)
            elif move == "D":
                column = max(0, column - number)
            elif move == "G":
                column = max(0, number - 1)
            elif move == "K" and not match["number"]:
                del lines[row][column:]
    return ["".join(line) for line in lines]


# ------------------------------------------------------------------------------ normalising
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_UNIT = r"(?:[kKMGTP]i?)?B"
_ADJECTIVES = (
    "admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring "
    "brave busy charming clever compassionate competent condescending confident cool cranky crazy "
    "dazzling determined distracted dreamy eager ecstatic elastic elated elegant eloquent epic "
    "exciting fervent festive flamboyant focused friendly frosty funny gallant gifted goofy "
    "gracious great happy hardcore heuristic hopeful hungry infallible inspiring intelligent "
    "interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying "
    "naughty nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive practical "
    "priceless quirky quizzical recursing relaxed reverent romantic sad serene sharp silly sleepy "
    "stoic strange stupefied suspicious sweet tender thirsty trusting unruffled upbeat vibrant "
    "vigilant vigorous wizardly wonderful xenodochial youthful zealous zen"
)
"""First halves of the names that an engine gives (github.com/moby/moby, pkg/namesgenerator)."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bsha256:[0-9a-f]*…?", "<digest>"),
        (r"\b[0-9a-f]{64}\b", "<id>"),
        (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<id>"),
        (r"\b[0-9a-f]{40}\b", "<id>"),
        (
            r"(?<![\w.])(?=[0-9a-f]{0,24}\d)(?=[0-9a-f]{0,24}[a-f])(?:[0-9a-f]{7,12}|[0-9a-f]{25})\b(?![.-]\w)",
            "<id>",
        ),
        (r"(?<![\w.:-])(?:\d{8}|\d{12})(?![\w.:-])", "<id>"),
        (r"^(?:\d{7}|[a-f]{7})(?= \S)", "<id>"),  # git's, when chance gives digits or letters alone
        (r"\bbuild [0-9a-f]{7,40}\b", "build <id>"),
        (
            r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))*",
            "<time>",
        ),
        (r"\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d+)?", "<time>"),
        (rf"\b\d\d/{_MONTH}/\d{{4}}[: ]\d\d:\d\d:\d\d(?: [+-]\d{{4}})?", "<time>"),
        (
            rf"\b(?:{_DAY},? )?\d\d? {_MONTH} \d{{4}} {_CLOCK}(?::\d\d)?(?:\.\d+)?(?: (?:GMT|UTC))?",
            "<time>",
        ),
        (
            rf"\b(?:{_DAY} )?{_MONTH} +\d\d? {_CLOCK}(?::\d\d)?(?: (?:UTC|[A-Z]{{3,4}}))?(?: \d{{4}})?",
            "<time>",
        ),
        (rf"\b{_MONTH} +\d\d? +\d{{4}}\b", "<time>"),
        (r"\b\d{4}-\d\d-\d\d\b", "<time>"),
        (r"\bup +(?:\d+ days?, +)?(?:\d+ min|\d+:\d\d)(?=,)", "up <age>"),  # uptime's
        (
            r"\b(?:(?:About )?(?:an?|\d+) (?:second|minute|hour|day|week|month|year)s?"
            r"|Less than a second)(?: ago)?\b",
            "<age>",
        ),
        (rf"\b\d+(?:\.\d+)? ?{_UNIT}(?:/s)? ?/ ?\d+(?:\.\d+)? ?{_UNIT}\b", "<used>"),
        (rf"\b\d+(?:\.\d+)? ?{_UNIT}/s\b", "<speed>"),
        (r"(?<![\w.:/-])(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?(?:ns|[µu]s|ms|s)\b", "<duration>"),
        (r"^(Mem|Swap):(?: +\d+){2,}$", r"\1: <memory>"),  # free's
        # Numbers of processes, as ps and `docker top` print them; a container's own are small.
        (r"^ *\d{2,} +(?=root +\S)", "<pid> "),
        (r"^ *\d{2,} +\d+ +(?=[a-z][\w-]*$)", "<pid> <parent> "),
        (rf"^([a-z][\w-]*) +\d+ +\d+ +\d+ +{_CLOCK}(?= )", r"\1 <pid> <parent> <start>"),
        (r"\b\d+(?:\.\d+)?%", "<percent>"),
        (r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", "<mac>"),
        (
            r"(?<![\w.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}"
            r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})\b(?!\.\d)",
            "<ip>",
        ),
        (
            r"(<ip>|\d\]?|\[::\]|\[::1\]|localhost|\b0\.0\.0\.0|\b127\.0\.0\.1):(?:3[2-9]\d{3}|[45]\d{4}|6[0-5]\d{3})\b",
            r"\1:<port>",
        ),
        (rf"(?<![\d:.-]){_CLOCK}:\d\d(?:\.\d+)?\b(?!:)", "<clock>"),
        (r"(?<![\w.:@-])v?\d+\.\d+\.\d+(?!\.\d)(?:[-+~][\w.+~-]*)?(?![\w.]*[:@])", "<version>"),
        (
            r"\b(nginx|curl|PostgreSQL|psql|Python|python|node|go|Redis|redis|Werkzeug|Apache|gcc|GNU C Library|Debian)"
            r"([/ (]{1,2}|)v?\d+(?:\.\d+)+[\w+.-]*",
            r"\1\2<version>",
        ),
        (rf"\b(?:{'|'.join(_ADJECTIVES.split())})_[a-z]{{3,}}\d?\b", "<name>"),
        (r"[-=─━]{4,}", "----"),
        (r"(?<=\S)[ \t]+", " "),
        (r"^[ \t]+(?=\d)", ""),
    )
)
_SIZE = re.compile(r"(?<![\w.<])(\d+(?:\.\d+)?) ?([kKMGTP]?)(i?)B\b")
_POWER = {"": 0, "k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5}


class Normal(NamedTuple):
    """A line after normalising: its text with placeholders, and its sizes in bytes."""

    text: str
    sizes: tuple[float, ...]


def normalise(line: str) -> Normal:
    """Replace what varies from run to run by placeholders, and read the sizes."""
    text = line.rstrip()
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    sizes = tuple(
        float(number) * (1024 if binary else 1000) ** _POWER[unit]
        for number, unit, binary in _SIZE.findall(text)
    )
    return Normal(_SIZE.sub("<size>", text), sizes)


def same_size(one: float, other: float) -> bool:
    """Say whether two sizes in bytes are equal within the tolerance; nothing is only nothing."""
    if not one or not other:
        return one == other
    return abs(one - other) <= max(SIZE_TOLERANCE * max(one, other), SIZE_SLACK)


def same(expected: str, actual: str) -> bool:
    """Say whether one line is as the page shows it; ``...`` at its end stands for the rest."""
    return _same(_Line(expected), _Line(actual))


class _Line:
    """One line of either side, normalised once."""

    __slots__ = ("any", "normal", "open", "prefix", "raw")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.any = raw.strip() == ELISION
        self.open = raw.endswith(ELISION) and not self.any
        self.normal = normalise(raw)
        self.prefix = normalise(raw[: -len(ELISION)]) if self.open else self.normal


def _same(expected: _Line, actual: _Line) -> bool:
    if expected.raw == actual.raw:
        return True
    if expected.normal.text == actual.normal.text:
        return _same_sizes(expected.normal.sizes, actual.normal.sizes)
    if not expected.open:
        return False
    text, sizes = expected.prefix
    got = actual.normal.text
    if not got.startswith(text):
        # The elision may stand in the middle of what is a placeholder on the other side.
        common = next(
            (i for i, (a, b) in enumerate(zip(text, got, strict=False)) if a != b), len(got)
        )
        if got[common : common + 1] != "<" or " " in text[common:]:
            return False
    return _same_sizes(sizes, actual.normal.sizes[: len(sizes)])


def _same_sizes(expected: Sequence[float], actual: Sequence[float]) -> bool:
    return len(expected) == len(actual) and all(map(same_size, expected, actual))


# ------------------------------------------------------------------------------ rules of a run
@dataclass(frozen=True, slots=True)
class Rules:
    """What else counts as equal on this engine.

    ``warm`` is an engine that keeps the build cache of earlier runs: there a build's step that
    comes from the cache equals one that was done.
    """

    warm: bool = True


_PULL_LAYER = re.compile(
    r"^(?:[0-9a-f]{12}|[0-9a-f]{64}): (?:Pulling fs layer|Waiting|Verifying Checksum|Downloading|"
    r"Download complete|Extracting|Pull complete|Already exists)\b"
)
_PULL_NOTE = re.compile(
    r"^(?:Unable to find image '.*' locally|\S+: Pulling from \S+|Digest: sha256:\S+|"
    r"Status: (?:Downloaded newer image|Image is up to date) for \S+)$"
)
_UP_TO_DATE = re.compile(r"^Status: Image is up to date")
_DELETED = re.compile(r"^(?:Deleted|deleted): sha256:\S+$")
_BUILD = re.compile(r"^#(\d+) (.*)$")
_BUILD_NOISE = re.compile(
    r"^(?:\.\.\.|resolve \S+ (?:[\d.]+s )?(?:done)?|sha256:\S+ .*|extracting sha256:.*|\[auth\] .*|"
    r"(?:transferring|sending) .*(?<!done)|(?:resolve|exporting|writing|unpacking|naming|preparing) .*(?<!done))$"
)
_BUILD_DONE = re.compile(r"^(?:CACHED|DONE\b.*)$")
_BUILD_TIME = re.compile(r"^\d+\.\d+ ")
_COMPOSE = re.compile(
    r"^ ?(?P<task>(?:Network|Container|Volume|Image|Service) \S+) +(?P<state>Creating|Created|Starting|"
    r"Started|Waiting|Healthy|Stopping|Stopped|Removing|Removed|Building|Built|Pulling|Pulled|Running|"
    r"Recreate|Recreated|Exited|Error|Restarting|Killing|Killed)\b"
)
_LOG = re.compile(r"^(?P<task>[\w.-]+-\d+) +\| ?(?P<text>.*)$")
_OF_PROCESS = {"C", "PID", "PPID", "STIME"}
_TABLE = re.compile(r"^\s*(?:[A-Z]+\s+)*(?:PID|PPID)(?:\s+[A-Z%]+)*\s*$")


@dataclass(slots=True)
class _Text:
    """Output split into what is in order and what several tasks print at once.

    ``optional`` is what depends on the images that the engine has already: the notes of a pull, and
    of layers deleted with an image. It is compared where both sides have it.
    """

    plain: list[_Line] = field(default_factory=list)
    tasks: dict[str, list[_Line]] = field(default_factory=dict)
    elided: bool = False
    optional: dict[str, list[_Line]] = field(default_factory=dict)


def _prepare(lines: Iterable[str], rules: Rules) -> list[str]:
    """Leave out what comes and goes, and put placeholders where a single line cannot tell."""
    return [
        text
        for line, text in zip(*_comparable(list(lines), rules), strict=True)
        if not _comes_and_goes(line)
    ]


def _comes_and_goes(line: str) -> bool:
    build = _BUILD.match(line)
    return bool(_PULL_LAYER.match(line) or (build and _BUILD_NOISE.match(build[2])))


def _comparable(lines: list[str], rules: Rules) -> tuple[list[str], list[str]]:
    """Return the lines, and what to compare of each: the numbers of processes and steps vary."""
    texts: list[str] = []
    columns: dict[int, str] = {}
    for line in lines:
        text = _UP_TO_DATE.sub("Status: Downloaded newer image", line)
        if _TABLE.match(line):
            columns = {i: word for i, word in enumerate(line.split()) if word in _OF_PROCESS}
        elif not line.strip():
            columns = {}
        elif columns and line.strip() != ELISION:
            words = line.split()
            for column, name in columns.items():
                # The numbers of a container's own first processes are worth comparing.
                word = words[column] if column < len(words) else ELISION
                if word != ELISION and (len(word) > 2 or "PID" not in name):
                    words[column] = f"<{name.lower()}>"
            text = " ".join(words)
        elif build := _BUILD.match(line):
            done = rules.warm and _BUILD_DONE.match(build[2])
            text = f"#{build[1]} " + ("DONE 0s" if done else _BUILD_TIME.sub("", build[2]))
        texts.append(text)
    return lines, texts


def _split(lines: Sequence[str]) -> _Text:
    text = _Text()
    for line in lines:
        if line.strip() == ELISION:
            text.elided = True
            text.plain.append(_Line(line))
        elif _PULL_NOTE.match(line):
            text.optional.setdefault("pull", []).append(_Line(line))
        elif _DELETED.match(line):
            text.optional["delete"] = [_Line(line)]
        elif build := _BUILD.match(line):
            step = text.tasks.setdefault(f"#{build[1]}", [])
            if all(build[2] != other.raw for other in step):  # after a wait it says its name again
                step.append(_Line(build[2]))
        elif (compose := _COMPOSE.match(line)) or (compose := _LOG.match(line)):
            text.tasks.setdefault(compose["task"], []).append(_Line(line))
        else:
            text.plain.append(_Line(line))
    return text


def matches(expected: Sequence[str], actual: Sequence[str], rules: Rules | None = None) -> bool:
    """Say whether the output is what the page shows.

    ``expected`` may hold elisions; a line ``...`` stands for any lines, also none.
    """
    rules = rules or Rules()
    if list(expected) == list(actual):
        return True
    wanted = _split(_trim(_prepare(expected, rules)))
    got = _split(_trim(_prepare(actual, rules)))
    if not wanted.tasks and got.tasks:  # the page elides the tasks, or says nothing of them
        everything = [line for line in _prepare(actual, rules) if not _is_optional(line)]
        in_order = _glob(wanted.plain, [_Line(line) for line in _trim(everything)])
    else:
        in_order = _glob(wanted.plain, got.plain) and _same_tasks(wanted, got, rules)
    return in_order and all(
        kind not in got.optional or _within(lines, got.optional[kind])
        for kind, lines in wanted.optional.items()
    )


def _is_optional(line: str) -> bool:
    return bool(_PULL_NOTE.match(line) or _DELETED.match(line))


def _within(wanted: Iterable[_Line], got: Iterable[_Line]) -> bool:
    """Say whether all lines are there, in order, perhaps with others between them."""
    rest = iter(got)
    return all(any(_same(line, other) for other in rest) for line in wanted)


def _trim(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


def _glob(expected: Sequence[_Line], actual: Sequence[_Line]) -> bool:
    """Match lines where an elision stands for any; goes back to the last elision only."""
    i = j = 0
    star, after = -1, 0
    while j < len(actual):
        if i < len(expected) and expected[i].any:
            star, after = i, j
            i += 1
        elif i < len(expected) and _same(expected[i], actual[j]):
            i, j = i + 1, j + 1
        elif star >= 0:
            after += 1
            i, j = star + 1, after
        else:
            return False
    return all(line.any for line in expected[i:])


def _same_tasks(expected: _Text, actual: _Text, rules: Rules) -> bool:
    """Say whether each task that the page shows is there, and no other unless it elides some."""
    free = dict(actual.tasks)
    for wanted in expected.tasks.values():
        found = next(
            (k for k, got in free.items() if _same_task(wanted, got, expected.elided, rules)), None
        )
        if found is None:
            return False
        del free[found]
    return expected.elided or not free


def _same_task(wanted: Sequence[_Line], got: Sequence[_Line], elided: bool, rules: Rules) -> bool:
    if rules.warm and len(got) == 2 and got[1].raw == "DONE 0s" and len(wanted) > 1:
        # From the cache: what the step printed when it ran is not printed again.
        return _same(wanted[0], got[0])
    if not elided:
        return len(wanted) == len(got) and all(map(_same, wanted, got))
    return _within(wanted, got)


# ------------------------------------------------------------------------------ showing
class Pair(NamedTuple):
    """One row of a comparison: a line of the page beside a line of the output; None is a gap."""

    expected: str | None
    actual: str | None
    equal: bool


def align(expected: Sequence[str], actual: Sequence[str], rules: Rules | None = None) -> list[Pair]:
    """Put the lines of both sides beside each other so that as many as possible are equal.

    An elision takes the lines it stands for. Costs the product of the two numbers of lines.
    """
    rules = rules or Rules()
    wants, gots = _lines(expected, rules), _lines(actual, rules)
    rows, columns = len(wants) + 1, len(gots) + 1
    cost = [[0] * columns for _ in range(rows)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            cost[i][j] = min((c for c, _, _ in _moves(wants, gots, i, j, cost)), default=0)
    pairs: list[Pair] = []
    i = j = 0
    while i < len(wants) or j < len(gots):
        _, down, right = min(_moves(wants, gots, i, j, cost), key=lambda move: move[0])
        want = wants[i] if down or (i < len(wants) and wants[i].any) else None
        got = gots[j] if right else None
        equal = bool(want and (want.any or (got and _same(want, got))))
        pairs.append(Pair(expected[i] if want else None, actual[j] if got else None, equal))
        i, j = i + down, j + right
    return pairs


def _lines(lines: Sequence[str], rules: Rules) -> list[_Line]:
    return [_Line(re.sub(r"^#\d+ ", "#n ", text)) for text in _comparable(list(lines), rules)[1]]


def _moves(
    wants: Sequence[_Line], gots: Sequence[_Line], i: int, j: int, cost: Sequence[Sequence[int]]
) -> list[tuple[int, int, int]]:
    """Return the steps from a cell as (cost to the end, lines of the page, lines of the output)."""
    moves = []
    if i < len(wants) and wants[i].any:
        moves.append((cost[i + 1][j] if i + 1 < len(cost) else 0, 1, 0))
        if j < len(gots):
            moves.append((cost[i][j + 1], 0, 1))
        return moves
    if i < len(wants) and j < len(gots):
        differs = 0 if _same(wants[i], gots[j]) else 3
        moves.append((cost[i + 1][j + 1] + differs, 1, 1))
    if i < len(wants):
        moves.append((cost[i + 1][j] + 4, 1, 0))  # dearer: an elision must not eat what replaces it
    if j < len(gots):
        moves.append((cost[i][j + 1] + 2, 0, 1))
    return moves


def merge(expected: Sequence[str], actual: Sequence[str], rules: Rules | None = None) -> list[str]:
    """Return what the page should show: its own lines where they are right, the output elsewhere.

    Elisions stay where the writer put them.
    """
    rules = rules or Rules()
    if matches(expected, actual, rules):
        return list(expected)
    merged: list[str] = []
    for pair in align(expected, in_order(actual), rules):
        if pair.expected is not None and pair.expected.strip() == ELISION:
            if not merged or merged[-1] is not pair.expected:
                merged.append(pair.expected)
        elif pair.equal and pair.expected is not None:
            merged.append(pair.expected)
        elif pair.actual is not None:
            merged.append(pair.actual)
    return merged


def in_order(actual: Sequence[str]) -> list[str]:
    """Return BuildKit's output with each step's lines together, and without what comes and goes."""
    if not any(_BUILD.match(line) for line in actual):
        return list(actual)
    groups: dict[str, list[str]] = {}
    for line in actual:
        build = _BUILD.match(line)
        if build is None:
            groups.setdefault(f"plain {len(groups)}" if line.strip() else "", []).append(line)
        elif not _BUILD_NOISE.match(build[2]):
            groups.setdefault(build[1], []).append(line)
    groups.pop("", None)
    return [line for group in groups.values() for line in group]
