"""What a finding says, and how a better target is typed."""

from __future__ import annotations

from sitecheck import urls
from sitecheck.lazy import lazy
from sitecheck.model import Finding, Place, Problem, Target
from sitecheck.site import Site

_UNPRINTABLE = lazy("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_target(site: Site, page: str, target: Target, markdown: bool, typed: str = "") -> str:
    """Write a target as its link would have to be typed on a page."""
    source = site.project.sources.get(page)
    fragment = f"#{target.fragment}" if target.fragment else ""
    if target.path == page and fragment:
        return fragment
    other = site.project.sources.get(target.path)
    if markdown and source and other:
        if typed.startswith("/") and site.project.absolute_links:
            return f"/{other.uri}{fragment}"
        path = urls.relative(other.uri, urls.folder_of(source.uri))
        return urls.encode(path) + fragment if " " in path else path + fragment
    path = target.path
    if path == "index.html" or path.endswith("/index.html"):
        path = path.removesuffix("index.html")
    if page == "404.html":
        return urls.encode(site.base + path) + fragment
    return urls.encode(urls.relative(path, urls.folder_of(page))) + fragment


def finding_at(problem: Problem, place: Place, typed: str, better: str = "") -> Finding:
    """Make a finding: what was typed, what is wrong with it, and what to type instead."""
    message = problem.what
    shown = typed if len(typed) <= 300 else typed[:300] + "…"
    message = f"'{shown}': {message}"
    if better:
        message += f" Did you mean '{better}'?"
    return Finding(place.path, place.line, place.column, problem.rule, one_line(message))


def one_line(text: str) -> str:
    """Write characters as escapes that would break a line or turn its direction."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
