"""The values that pass between the parts of the check of external links."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Use:
    """One place that links to another site: ``href`` as the page has it, and where to edit it.

    ``path``, ``line`` and ``column`` are those of ``sitecheck.model.Finding``.
    """

    href: str
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Target:
    """One address to ask for: without a fragment, and the anchors that links want of its page."""

    url: str
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: ``method`` is HEAD or GET, ``delay`` the seconds to wait before it at least.

    With ``anchors``, the page is read until each of them is found.
    """

    method: str
    url: str
    anchors: frozenset[str] = frozenset()
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a page: the wanted anchors it lacks, each with the nearest one it has.

    The nearest is an empty text where none is near. ``complete`` is false where reading stopped
    at the limit of size.
    """

    missing: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host said to one request. ``location`` and ``retry_after`` (seconds) are its headers."""

    status: int
    phrase: str = ""
    location: str = ""
    retry_after: float | None = None
    page: Page = field(default_factory=Page)


class Trouble(StrEnum):
    """Why a request has no reply."""

    ADDRESS = "address"  # nothing that can be asked for
    CERTIFICATE = "certificate"
    CONNECTION = "connection"
    HOST = "host"  # the name is not known
    PROTOCOL = "protocol"  # what came is not HTTP, or broke off
    TIME = "time"
    WAIT = "wait"  # not sent: the host asked to be left alone for longer than we wait


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without a reply; ``detail`` completes the sentence "The address …"."""

    trouble: Trouble
    detail: str


class Verdict(StrEnum):
    """What is known of an address."""

    FINE = "fine"
    BROKEN = "broken"  # it says so, and would say so tomorrow
    UNREACHABLE = "unreachable"  # it may work at another time, or from another place


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a target after all its requests.

    ``detail`` completes the sentence "The address …" where the verdict is not fine.
    ``moved`` is the address that replaces it for good, or an empty text.
    ``anchors`` has each anchor that was looked for: None where the page has it, else the nearest one.
    ``complete`` is false where a page was too large to be read to its end.
    ``wait`` is how many seconds the host wants to be left alone.
    """

    verdict: Verdict
    detail: str = ""
    moved: str = ""
    anchors: Mapping[str, str | None] = field(default_factory=dict)
    complete: bool = True
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient and how polite the check is. Times are in seconds, sizes in bytes."""

    connect: float = 10  # for a connection, TLS included
    read: float = 20  # for the next bytes
    total: float = 60  # for one whole request, however many bytes trickle in
    page_size: int = 8 * 2**20  # of a page, decompressed
    redirects: int = 20  # as browsers do (Fetch standard, HTTP-redirect fetch)
    tries: int = 3
    backoff: float = 2  # before the second try; doubled before each further one
    longest_wait: float = 120  # that a host may ask for with Retry-After
    pause: float = 1  # between two requests to one host
    workers: int = 8  # hosts asked at the same time
    private: bool = False  # follow redirects to this machine and its network, as the tests do
