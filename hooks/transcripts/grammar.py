"""The grammar of transcripts: what a page runs, what it expects, what a learner saves.

A ``console`` fence is a transcript. ``$ `` begins a command, ``> `` continues it while the shell
would ask for more, everything else is what it prints. A fence in another language with a ``title``
is a file that the learner saves. Both are items of the page, in document order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitecheck.model import Finding

from transcripts.fences import Fence, SnippetError, resolve, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RULE = "malformed-transcript"
TIMEOUT = 60.0
"""Seconds that a command may take when its fence does not say otherwise."""

_DIRECTIVE = re.compile(
    r"^[ \t>]*<!--[ \t]*transcript\b[ \t]*:?[ \t]*(?P<text>.*?)[ \t]*-->[ \t]*$"
)
_FORM = re.compile(
    r"^(?P<word>skip|retry|timeout)(?:[ \t]+(?P<number>\d+(?:\.\d+)?))?[ \t]*(?:,[ \t]*(?P<reason>.*))?$"
)
_UNPACK = re.compile(r"^unpack[ \t]+(?P<folder>[^,\s]+)[ \t]*(?:,[ \t]*(?P<reason>.*))?$")
_DIRECTIVE_HELP = (
    "Write '<!-- transcript: skip, the reason -->', '<!-- transcript: retry 10, the reason -->', "
    "'<!-- transcript: timeout 300, the reason -->' or "
    "'<!-- transcript: unpack assets/examples/shelf, the reason -->'."
)
_SHELLS = {"", "bash", "sh", "shell", "shell-session", "shellsession", "terminal", "zsh"}
_PROMPT = re.compile(
    r"(?P<prompt>(?:\([\w.-]+\) )?(?:[\w.-]+@[\w.-]+:[^#$\s]*[#$]|[~/][\w./-]* [#$]|#|>>>|\((?:Pdb|dlv)\)|"
    r"[\w.:]+(?:[-=]?[#>]|\[\d+\]>)))(?: (?P<typed>.*))?$"
)
_TERMINAL = re.compile(
    r"\bdocker\b.*?\s(?:run|exec)\b(?:(?!\s--\s).)*?\s(?:-[a-zA-Z]*t[a-zA-Z]*|--tty)(?:\s|$)"
)
_MAY_HAVE_TERMINAL = re.compile(r"\bdocker\b.*?\s(?:run|exec|attach|start)\b")
KEYS = {"^C": "\x03", "^D": "\x04", "^P^Q": "\x10\x11"}
"""Lines of a transcript that stand for keys which the learner presses."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command and what it prints.

    ``line`` and ``column`` are where the ``$`` stands, counted from 1. ``expected`` is the output
    that the page shows, empty when it shows none; it begins on line ``first`` of the page.
    ``status`` is the exit status that the page shows with ``echo $?``, 0 without.
    ``retry`` and ``timeout`` are seconds. ``skip`` is the reason why the command is not run.
    ``indent`` stands before each of the fence's lines.
    """

    line: int
    column: int
    command: str
    expected: tuple[str, ...]
    first: int
    indent: str = ""
    status: int = 0
    retry: float = 0.0
    timeout: float = TIMEOUT
    skip: str | None = None

    @property
    def pressed(self) -> bool:
        """Whether the learner presses a key such as Ctrl-C while the command runs."""
        return any(line.strip() in KEYS for line in self.expected)

    @property
    def terminal(self) -> bool:
        """Whether the command needs a terminal: ``docker run -it``, or a prompt inside it."""
        command = self.command.replace("\\\n", " ")
        if _TERMINAL.search(command):
            return True
        prompted = any(inner_prompt(line) for line in self.expected)
        return prompted and bool(_MAY_HAVE_TERMINAL.search(command))


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that the learner saves in the page's folder before going on."""

    line: int
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class UnpackedFolder:
    """An example that the learner has downloaded and unpacked.

    ``path`` is relative to the repository's root; ``digest`` changes with any file in it.
    """

    line: int
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page runs, in document order, and what is wrong with its transcripts."""

    path: str
    items: tuple[Step | SavedFile | UnpackedFolder, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def steps(self) -> tuple[Step, ...]:
        """The commands, also those that are not run."""
        return tuple(item for item in self.items if isinstance(item, Step))


def inner_prompt(line: str) -> tuple[str, str] | None:
    """Return the prompt inside a container and what is typed after it, when the line has both.

    The prompt comes without its trailing space: ``/ #``, ``root@3f2b9c1d7e8a:/#``, ``>>>``.
    """
    match = _PROMPT.match(line)
    return (match["prompt"], match["typed"] or "") if match else None


@dataclass(frozen=True, slots=True)
class _Directive:
    line: int
    column: int
    word: str
    number: float
    reason: str
    folder: str = ""


def parse(
    path: str,
    text: str,
    read: Callable[[str], str],
    digest: Callable[[str], str] = lambda folder: "",
) -> Page:
    """Read the transcripts of a page.

    ``path`` is the page's path from the repository's root, for the findings; ``read`` returns the
    text of a file by its path from that root, for snippets, and raises OSError when there is none.
    ``digest`` returns what changes with any file of a folder, and raises OSError when there is none.
    """
    reader = _Reader(path, read, digest)
    items = tuple(reader.items(text))
    return Page(path, items, tuple(sorted(reader.findings, key=lambda f: (f.line, f.column))))


class _Reader:
    def __init__(self, path: str, read: Callable[[str], str], digest: Callable[[str], str]) -> None:
        self.path = path
        self.read = read
        self.digest = digest
        self.findings: list[Finding] = []

    def find(self, line: int, column: int, message: str) -> None:
        self.findings.append(Finding(self.path, line, column, RULE, message))

    def items(self, text: str) -> Iterator[Step | SavedFile | UnpackedFolder]:
        fences = list(scan(text))
        inside = {n for f in fences for n in range(f.line + 1, f.line + len(f.body) + 1)}
        lines = text.split("\n")
        directives = [
            d
            for number, line in enumerate(lines, 1)
            if number not in inside and (d := self.directive(number, line))
        ]
        for fence in fences:
            mine = [
                d for d in directives if _directly_before(lines, d.line, fence.line, directives)
            ]
            directives = [d for d in directives if d not in mine]
            yield from self.fence(fence, mine)
        for d in directives:
            self.find(
                d.line,
                d.column,
                f"'transcript: {d.word}' stands before no fence. Put it on the line before "
                "the '```console' that it speaks of, or remove it.",
            )

    def directive(self, number: int, line: str) -> _Directive | None:
        match = _DIRECTIVE.match(line)
        if match is None:
            return None
        column = line.index("<!--") + 1
        if unpack := _UNPACK.match(match["text"]):
            return self.unpack(number, column, unpack["folder"], unpack["reason"])
        form = _FORM.match(match["text"])
        if form is None:
            self.find(number, column, f"'{match['text']}' is no directive. {_DIRECTIVE_HELP}")
            return None
        word, amount, reason = form["word"], form["number"], form["reason"]
        if not reason:
            self.find(number, column, f"'{match['text']}' gives no reason. {_DIRECTIVE_HELP}")
            return None
        if (word == "skip") == (amount is not None):
            wanted = "takes no number" if word == "skip" else "needs a number of seconds"
            self.find(number, column, f"'{word}' {wanted}. {_DIRECTIVE_HELP}")
            return None
        return _Directive(number, column, word, float(amount or 0), reason)

    def unpack(
        self, number: int, column: int, folder: str, reason: str | None
    ) -> _Directive | None:
        if not reason:
            self.find(number, column, f"'unpack {folder}' gives no reason. {_DIRECTIVE_HELP}")
            return None
        parts = PurePosixPath(folder).parts
        if parts[:2] != ("assets", "examples") or ".." in parts:
            self.find(
                number,
                column,
                f"'unpack {folder}' is not an example that a reader can download. "
                "Give a folder below assets/examples/.",
            )
            return None
        return _Directive(number, column, "unpack", 0.0, reason, folder)

    def fence(
        self, fence: Fence, directives: list[_Directive]
    ) -> Iterator[Step | SavedFile | UnpackedFolder]:
        column = len(fence.indent) + 1
        for d in directives:
            if d.word == "unpack":
                try:
                    yield UnpackedFolder(d.line, d.folder, self.digest(d.folder))
                except OSError:
                    self.find(
                        d.line,
                        d.column,
                        f"'unpack {d.folder}': there is no such folder. Give one below assets/examples/.",
                    )
        directives = [d for d in directives if d.word != "unpack"]
        skip = next((d.reason for d in directives if d.word == "skip"), None)
        if fence.language == "console":
            if not fence.closed:
                self.find(
                    fence.line,
                    column,
                    f"the fence is not closed. End it with '{fence.mark}', indented like its beginning.",
                )
                return
            yield from self.transcript(fence, directives, skip)
            return
        for d in directives:
            if d.word != "skip" or fence.title is None:
                self.find(
                    d.line,
                    d.column,
                    f"'transcript: {d.word}' stands before a fence that is no transcript. "
                    "Put it before a '```console', or remove it.",
                )
        if fence.title is not None:
            if skip is None:
                yield from self.saved(fence, column)
        elif fence.language in _SHELLS and fence.body and fence.body[0].startswith("$ "):
            self.find(
                fence.line,
                column,
                f"the fence has commands that no test runs. Begin it with '{fence.mark}console'.",
            )

    def saved(self, fence: Fence, column: int) -> Iterator[SavedFile]:
        name = fence.title or ""
        path = PurePosixPath(name)
        if not name or path.is_absolute() or ".." in path.parts or name.startswith("~"):
            self.find(
                fence.line,
                column,
                f"title '{name}' leads out of the learner's folder. Give a path inside it, "
                'as in title="web/index.html".',
            )
            return
        try:
            lines = resolve(fence.body, self.read)
        except SnippetError as error:
            self.find(fence.line + 1, column, str(error))
            return
        yield SavedFile(fence.line, name, "".join(f"{line}\n" for line in lines))

    def transcript(
        self, fence: Fence, directives: list[_Directive], skip: str | None
    ) -> Iterator[Step]:
        column = len(fence.indent) + 1
        if not any(line.strip() for line in fence.body):
            self.find(fence.line, column, "the transcript is empty. Write '$ ' and a command.")
            return
        timeout = next((d.number for d in directives if d.word == "timeout"), TIMEOUT)
        retry = next((d.number for d in directives if d.word == "retry"), 0.0)
        steps = [replace(step, timeout=timeout, skip=skip) for step in self.commands(fence, column)]
        if steps:
            steps[-1] = replace(steps[-1], retry=retry)
        yield from self.statuses(steps)

    def commands(self, fence: Fence, column: int) -> Iterator[Step]:
        body, at = fence.body, 0
        while at < len(body):
            number = fence.line + 1 + at
            if not body[at].startswith("$ "):
                self.stray(body[at], number, column)
                return
            start = at
            command = [body[at][2:]]
            at += 1
            while is_incomplete("\n".join(command)) and at < len(body):
                if body[at] != ">" and not body[at].startswith("> "):
                    break
                command.append(body[at][2:])
                at += 1
            whole = "\n".join(command)
            if is_incomplete(whole):
                self.find(
                    number,
                    column,
                    f"'$ {command[0]}' is not complete: a quote, a heredoc or a block stays open. "
                    "Continue it on lines that begin with '> '.",
                )
            first = at
            while at < len(body) and not body[at].startswith("$ "):
                if body[at].strip() == "$" or re.match(r"\$(?:docker|curl|cd|ls|cat)\b", body[at]):
                    self.stray(body[at], fence.line + 1 + at, column)
                at += 1
            last = at
            while last > first and not body[last - 1].strip():
                last -= 1
            if not whole.strip():
                self.find(number, column, "'$ ' has no command. Write one, or remove the line.")
            yield Step(
                line=fence.line + 1 + start,
                column=column,
                command=whole,
                expected=tuple(line.rstrip() for line in body[first:last]),
                first=fence.line + 1 + first,
                indent=fence.indent,
            )

    def stray(self, line: str, number: int, column: int) -> None:
        if line.startswith("$"):
            message = f"'{line.strip()}' has no space after the '$'. Write '$ ' and the command."
        else:
            message = (
                f"'{line.strip()}' stands before the first command. Begin the transcript with "
                "'$ ' and a command; output alone belongs into a '```text' fence."
            )
        self.find(number, column, message)

    def statuses(self, steps: list[Step]) -> Iterator[Step]:
        """Give each step the status that the page shows after it with ``echo $?``."""
        for step, following in zip_longest(steps, steps[1:]):
            if following is None or following.command.strip() != "echo $?":
                yield step
                continue
            shown = following.expected
            if len(shown) != 1 or not shown[0].strip().isdigit() or int(shown[0]) > 255:
                self.find(
                    following.line,
                    following.column,
                    "'$ echo $?' shows no exit status. Write the number, from 0 to 255, below it.",
                )
                yield step
                continue
            yield replace(step, status=int(shown[0]))


def _directly_before(
    lines: list[str], line: int, fence: int, directives: Iterable[_Directive]
) -> bool:
    """Say whether only blank lines and other directives stand between a directive and a fence."""
    known = {d.line for d in directives}
    return line < fence and all(
        number in known or not lines[number - 1].strip(" \t>") for number in range(line + 1, fence)
    )


_WORD = re.compile(r"[^\s;&|<>()'\"\\`]+")
_HEREDOC = re.compile(r"<<(?P<dash>-?)[ \t]*(?P<quote>['\"]?)(?P<word>[A-Za-z_][\w.-]*)(?P=quote)")
_OPENS = {"if": "fi", "case": "esac", "for": "done", "while": "done", "until": "done", "{": "}"}
_BEFORE_COMMAND = {"then", "do", "else", "elif", "!", "time"}


def is_incomplete(command: str) -> bool:
    r"""Say whether bash would ask for another line: ``\``, a quote, a heredoc, a pipe, a block.

    One pass over the text. It knows as much of the shell's grammar as transcripts use: quotes,
    comments, heredocs, ``if``/``case``/loops, groups, and the operators that end no line.
    """
    blocks: list[str] = []
    heredocs: list[tuple[str, bool]] = []
    at, size = 0, len(command)
    first = True  # the next word is in the place of a command
    operator = False  # the last thing seen was | or && or ||
    while at < size:
        char = command[at]
        if char == "\\":
            if at + 1 >= size:
                return True
            if command[at + 1] != "\n":
                first = operator = False
            at += 2
        elif char == "\n":
            at += 1
            for word, dash in heredocs:
                at, ended = _skip_heredoc(command, at, word, dash)
                if not ended:
                    return True
            heredocs = []
            first = True
        elif char in " \t":
            at += 1
        elif char == "#" and (at == 0 or command[at - 1] in " \t\n;&|("):
            end = command.find("\n", at)
            at = size if end < 0 else end
        elif char in "'\"`":
            at = _skip_quote(command, at)
            if at < 0:
                return True
            first = operator = False
        elif command.startswith("<<", at) and not command.startswith("<<<", at):
            heredoc = _HEREDOC.match(command, at)
            if heredoc:
                heredocs.append((heredoc["word"], bool(heredoc["dash"])))
            at = heredoc.end() if heredoc else at + 2
            operator = False
        elif char in "<>":
            at += 3 if command.startswith("<<<", at) else 1
            if command.startswith("&", at):
                at += 1
            operator = False
        elif char in ";&|":
            double = command[at : at + 2]
            operator = char == "|" or double == "&&"
            at += 2 if double in {"&&", "||", ";;", "|&"} else 1
            first = True
        elif char == "(":
            blocks.append(")")
            at += 1
            first, operator = True, False
        elif char == ")":
            if blocks and blocks[-1] == ")":
                blocks.pop()
            at += 1
            first, operator = bool(blocks and blocks[-1] == "esac"), False
        else:
            word_match = _WORD.match(command, at)
            word = word_match[0] if word_match else char
            at += len(word)
            operator = False
            if not first:
                continue
            if blocks and word == blocks[-1]:
                blocks.pop()
                first = False
            elif word in _OPENS:
                blocks.append(_OPENS[word])
                first = word not in {"for", "case"}
            else:
                first = word in _BEFORE_COMMAND
    return bool(blocks or heredocs or operator)


def _skip_quote(command: str, at: int) -> int:
    """Return the index after the quotation that begins at ``at``, or -1 when it does not end."""
    quote = command[at]
    escapes = quote != "'" or (at > 0 and command[at - 1] == "$")
    at += 1
    while at < len(command):
        if command[at] == quote:
            return at + 1
        at += 2 if escapes and command[at] == "\\" else 1
    return -1


def _skip_heredoc(command: str, at: int, word: str, dash: bool) -> tuple[int, bool]:
    """Return the index after the heredoc that begins at ``at``, and whether its end is there."""
    while at < len(command):
        end = command.find("\n", at)
        end = len(command) if end < 0 else end
        line = command[at:end]
        at = min(end + 1, len(command))
        if (line.lstrip("\t") if dash else line) == word:
            return at, True
    return at, False
