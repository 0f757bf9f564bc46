"""How far the check is: one line that changes on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


class Progress:
    """Writes to a stream how many addresses of ``total`` are answered."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream = stream
        self._total = total
        self._terminal = stream.isatty()
        self._answered = 0
        self._told = 0

    def advance(self, url: str) -> None:
        """Count one more answer."""
        self._answered += 1
        state = f"{self._answered} of {self._total} addresses answered"
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r\x1b[K" + f"{state}: {url}"[:width])
            self._stream.flush()
        elif (tenth := 10 * self._answered // self._total) > self._told:
            self._told = tenth
            self._stream.write(state + "\n")
            self._stream.flush()

    def end(self) -> None:
        """Leave the line empty for what comes next."""
        if self._terminal and self._answered:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
