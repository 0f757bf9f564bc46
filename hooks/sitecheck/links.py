"""Where links lead: what is used but never defined is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from sitecheck import urls
from sitecheck.addresses import insecure, invisible, judge_address, without_invisible
from sitecheck.lazy import lazy
from sitecheck.model import Page, Problem, Target, Use
from sitecheck.site import Site
from sitecheck.suggest import Suggestions

_IMAGES = frozenset(
    [
        ("diagram", "img"),
        ("img", "src"),
        ("img", "srcset"),
        ("source", "srcset"),
        ("image", "href"),
        ("image", "xlink:href"),
        ("video", "poster"),
        ("input", "src"),
        ("feimage", "href"),
        ("link", "imagesrcset"),
        ("body", "background"),
        ("table", "background"),
        ("td", "background"),
        ("th", "background"),
    ]
)
_LINKS = frozenset(
    [
        ("a", "href"),
        ("a", "xlink:href"),
        ("area", "href"),
        ("blockquote", "cite"),
        ("del", "cite"),
        ("diagram", ""),
        ("img", "longdesc"),
        ("ins", "cite"),
        ("meta", "content"),
        ("q", "cite"),
    ]
)
OUTSIDE = "the target is outside the documentation's folder, so readers do not get it."
_BY_VERSION = lazy(r"\.readthedocs\.(?:io|org)$")  # publishes below /en/latest/
_IMAGE_SUFFIXES = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_NO_SCHEME = lazy(r"(?:https?)?[:;]?/*(?=www\.)|https?[:;/]+(?=\w)|:/+(?=\w)", re.IGNORECASE)
_SIMPLE = re.compile(r"((?:\.\./)*)([\w\-/]*+(?:\.[\w\-]++)?)(?:#([\w\-]++))?", re.ASCII)
_FRAMES = frozenset({"iframe", "embed", "object"})
# Fragments that mean something else than a name, by the type of the file they stand for.
_OTHER_FRAGMENTS = lazy(
    r"(?:xywh=|t=|page=|nameddest=|zoom=|view=|toolbar=|search=|svgView\(|track=|id=|L\d)",
)
_NUMBERED = lazy(r"(?:localhost|[a-z][\w+\-]*(?:\.[\w+\-]+)+):\d+(?:/.*)?", re.DOTALL)
_ROUTE = lazy(r"!?/")  # in a page that a script draws
_MADE_BY_SCRIPT = lazy(
    r"(?:.*_)?annotation_\d+|mjx-.*|__comments?|__search.*|__drawer|__toc|__(?:code|mermaid)_\d+"
)


class Links:
    """Judges each target of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.suggestions = Suggestions(site)
        self._base = site.base
        self._origin = site.origin
        self._elsewhere = [
            path
            for href in sorted(site.surroundings.elsewhere)
            if (path := self._below(urls.parse(href))) and path.strip("/")
        ]
        self.used: set[str] = set()
        self.linked: set[str] = set()

    def check(self, page: Page) -> Iterator[Problem]:
        """Find what is wrong with the targets that a page's content uses."""
        folder = self.folder(page)
        above = [folder]
        while above[-1]:
            above.append(urls.folder_of(above[-1][:-1]))
        seen: dict[Use, Problem | None] = {}
        for index, use in enumerate(page.uses):
            if use not in seen:
                # Most addresses are as simple as '../other/#part', and lead somewhere.
                if (match := _SIMPLE.fullmatch(use.href)) and len(match[1]) < 3 * len(above):
                    path = above[len(match[1]) // 3] + match[2]
                    found = self.site.find(path) if match[2] else None
                    if found and (not match[3] or self.site.defines(found, match[3])):
                        self.used.add(found)
                        if found != page.path:
                            self.linked.add(found)
                        seen[use] = None
                        continue
                seen[use] = self.judge(page.path, folder, use) or self._frame(use)
            if problem := seen[use]:
                yield problem._replace(number=index)

    def folder(self, page: Page) -> str:
        """Return the folder against which a page's addresses are resolved."""
        folder = urls.folder_of(page.path)
        if page.base is None:
            return folder
        ref = urls.parse(page.base)
        path = self.own(ref) if not ref.local else ref.path
        if path is None:
            return folder
        return urls.folder_of(urls.join(folder, path) or "")

    def own(self, ref: urls.Ref) -> str | None:
        """Return the path below the site of an absolute address, None when it is another's."""
        origin = self._origin
        if origin.host is None or ref.host is None or ref.scheme not in {"http", "https", ""}:
            return None
        if _host(ref) != _host(origin):
            return None
        path = ref.path or "/"
        if (path + "/").startswith(self._base):
            return "/" + path[len(self._base) :]
        return None

    def _below(self, ref: urls.Ref) -> str | None:
        path = ref.path if ref.local else self.own(ref)
        return path.removeprefix(self._base).lstrip("/") if path is not None else None

    def _made_elsewhere(self, ref: urls.Ref, path: str) -> bool:
        """Tell whether another build makes a target: another language, or another version."""
        if ref.local and not ref.path.startswith("/"):
            return False
        if any(path.startswith(prefix) for prefix in self._elsewhere):
            return True
        if self._base == "/" and _BY_VERSION.search(self._origin.host or ""):
            return bool(re.match(r"[a-z]{2}(?:-[a-z]+)?/[^/]+(?:/|$)", path))
        top = path.partition("/")[0]
        return self.site.project.versioned and not any(
            name.startswith(top + "/") for name in self.site.files
        )

    def judge(self, page: str, folder: str, use: Use) -> Problem | None:
        """Return what is wrong with one target."""
        href = use.href
        ref = urls.parse(href)
        if not href.isascii() or "%" in href:
            invisible = self._invisible(page, folder, use, ref)
            if invisible:
                return invisible
        if not ref.local:
            path = self.own(ref)
            if path is None:
                return self._scheme(page, use, ref) or judge_address(use, ref)
        else:
            path = ref.path
            if path.startswith("/"):
                if (path + "/").startswith(self._base):
                    path = "/" + path[len(self._base) :]
                elif not self.site.project.absolute_links:
                    return self._outside(page, use, ref)
        if not path and ref.fragment is None and "?" not in href:
            return self._empty(use)
        if use.tag in {"form", "button"}:
            return None
        if not path:
            found: str | None = page
        else:
            joined = urls.join(folder, path)
            if joined is None:
                return self._missing(page, use, ref, None)
            found = self.site.find(joined)
            if found is None:
                if self._made_elsewhere(ref, joined):
                    return None
                return self._missing(page, use, ref, joined)
        assert found is not None
        self._meant(page, found)
        if ref.fragment and (problem := self._fragment(page, use, ref, found)):
            return problem
        if ref.scheme == "http" and self._origin.scheme == "https":
            return insecure(use, ref)
        return None

    def _scheme(self, page: str, use: Use, ref: urls.Ref) -> Problem | None:
        """Find a host with its port, or a file with a line's number, that is read as a scheme."""
        if not _NUMBERED.fullmatch(f"{ref.scheme}:{ref.path}"):
            return None
        file = urls.Ref("", None, use.href.strip().partition(":")[0], "", None)
        if ref.scheme == "localhost":
            better: Target | str | None = f"http://{use.href.strip()}"
        else:
            better = self.suggestions.target(page, file) or f"https://{use.href.strip()}"
        return Problem("malformed-url", use, f"'{ref.scheme}:' is no scheme.", better)

    def _meant(self, page: str, path: str) -> None:
        """Remember that a page leads to a file, or will when its address is corrected."""
        self.used.add(path)
        if path != page:
            self.linked.add(path)

    def _same_name(self, path: str, found: str) -> bool:
        """Tell whether a missing path and a file of the site differ in their folders only."""
        name = urls.decode(path).rstrip("/").rpartition("/")[2]
        uri = self.suggestions.page_uri(found) or found
        return any(
            name == each.rpartition("/")[2] for each in (uri, found.removesuffix("/index.html"))
        )

    def _frame(self, use: Use) -> Problem | None:
        if use.tag not in _FRAMES:
            return None
        ref = urls.parse(use.href)
        if ref.host is None or self.own(ref) is not None:
            return None
        what = f"the page shows '{ref.host}', which then learns who reads it. Link to it instead."
        return Problem("unsafe-frame", use, what)

    def _empty(self, use: Use) -> Problem | None:
        if use.tag in {"form", "button", "meta", "style"} or use.attribute == "style":
            return None
        what = "the image has no address." if use.tag == "img" else "the link leads nowhere."
        return Problem("empty-target", use, f"{what} Write where it is, or remove it.")

    def _fragment(self, page: str, use: Use, ref: urls.Ref, found: str) -> Problem | None:
        fragment = (ref.fragment or "").partition(":~:")[0]
        if not fragment or fragment.lower() == "top":
            return None
        name = urls.decode(fragment)
        if not found.endswith((".html", ".htm", ".svg")):
            return None
        uri = self.suggestions.page_uri(found) or found
        if _ROUTE.match(name) and uri.endswith((".html", ".htm")):
            return None
        if self.site.defines(found, fragment) or self.site.defines(found, name):
            return None
        if _MADE_BY_SCRIPT.fullmatch(name):
            return None
        if found.endswith(".svg") and (use.tag == "img" or _OTHER_FRAGMENTS.match(name)):
            return None
        suggestions = self.suggestions
        better = suggestions.fragment(found, name)
        if name.startswith("fnref:") and found == page:
            name = name.removeprefix("fnref:")
            return Problem(
                "unused-footnote",
                use,
                f"no text refers to the footnote '[^{name}]'. Refer to it, or remove it.",
            )
        where = "this page" if found == page else f"'{uri}'"
        if better and better != name and normalize("NFC", better) == normalize("NFC", name):
            what = f"the anchor on {where} looks the same, in another Unicode normal form."
            return Problem("broken-fragment", use, what, Target(found, better))
        return Problem(
            "broken-fragment",
            use,
            f"{where} has no anchor '#{name}'.",
            Target(found, better) if better else None,
        )

    def _invisible(self, page: str, folder: str, use: Use, ref: urls.Ref) -> Problem | None:
        name = invisible(use.href)
        if not name:
            return None
        if ref.local and ref.path:
            joined = urls.join(folder, ref.path)
            found = self.site.find(joined) if joined is not None else None
            if found and (not ref.fragment or self.site.defines(found, urls.decode(ref.fragment))):
                return None
        elif ref.local and ref.fragment and self.site.defines(page, urls.decode(ref.fragment)):
            return None
        return Problem(
            "invisible-character",
            use,
            f"the target contains {name}, which nobody can see. Type it again.",
            self._visible(page, folder, use, ref),
        )

    def _visible(self, page: str, folder: str, use: Use, ref: urls.Ref) -> Target | str | None:
        """Return the same target without what nobody can see, if that is right."""
        href = without_invisible(use.href)
        if not ref.local:
            return href
        seen = urls.parse(href)
        if self.judge(page, folder, use._replace(href=href)) is None:
            path = urls.join(folder, seen.path) if seen.path else page
            found = self.site.find(path) if path is not None else None
            return Target(found, urls.decode(seen.fragment or "")) if found else href
        better = self.suggestions.target(page, seen)
        return better if better and (better.fragment or not ref.fragment) else None

    def _outside(self, page: str, use: Use, ref: urls.Ref) -> Problem:
        what = f"the path leads out of the site, which is published below '{self._base}'."
        return Problem("outside-site", use, what, self._better(page, ref))

    def _better(self, page: str, ref: urls.Ref) -> Target | None:
        """Return what a target probably means; what lies near is used once the path is right."""
        better = self.suggestions.target(page, ref)
        if better and self._same_name(ref.path, better.path):
            here = urls.folder_of(self.suggestions.page_uri(page) or page)
            if better.path.startswith(here) or page.startswith(urls.folder_of(better.path)):
                self._meant(page, better.path)
        return better

    def _missing(self, page: str, use: Use, ref: urls.Ref, path: str | None) -> Problem:
        suggestions = self.suggestions
        project = self.site.project
        if path is not None and (not ref.local or ref.path.startswith("/")):
            ref = ref._replace(scheme="", host=None, path="/" + path)
        for reading in (path or "", (path or "").rstrip("/") + "/index.html"):
            source = project.excluded.get(reading.lstrip("/"))
            if source:
                return Problem(
                    "excluded-page",
                    use,
                    f"'{source.uri}' is left out of the site. Publish it, or remove the link.",
                )
        if path is not None and (other := suggestions.other_case(page, ref)):
            name = suggestions.page_uri(other) or other
            self._meant(page, other)
            what = f"upper and lower case differ from '{name}', as servers see it."
            if normalize("NFC", urls.decode(ref.path)).rpartition("/")[2] in normalize("NFC", name):
                what = f"'{name}' looks the same, in another Unicode normal form."
            return Problem(
                "wrong-case",
                use,
                what,
                suggestions.target(page, ref) or Target(other),
            )
        if path is None:
            return Problem("outside-site", use, OUTSIDE, self._better(page, ref))
        what, rule = "page or file", "broken-link"
        if (use.tag, use.attribute) in _IMAGES or (
            ("style" in use[:2] or use.tag in {"link", "meta"})
            and ref.path.lower().endswith(_IMAGE_SUFFIXES)
        ):
            what, rule = "image", "missing-image"
        elif (use.tag, use.attribute) not in _LINKS:
            what, rule = "file", "missing-file"
        better = self._better(page, ref)
        if better is None and "@" in ref.path and "/" not in ref.path:
            return Problem(rule, use, f"there is no such {what}.", f"mailto:{ref.path}")
        typed_locally = urls.parse(use.href).local
        if better is None and typed_locally and (match := _NO_SCHEME.match(use.href)):
            return Problem(
                rule, use, f"there is no such {what}.", f"https://{use.href[match.end() :]}"
            )
        return Problem(rule, use, f"there is no such {what}.", better)


def _host(ref: urls.Ref) -> str:
    """Return the host of an address, without a user and without the port that is meant anyway."""
    host = (ref.host or "").lower().rpartition("@")[2]
    return host.removesuffix(":80" if ref.scheme == "http" else ":443")
