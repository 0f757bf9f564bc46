"""From what is wrong on a page to the place in the source that has to change."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from html import unescape

from sitecheck import urls
from sitecheck.candidates import Candidate, candidates, plain
from sitecheck.files import read_text
from sitecheck.links import OUTSIDE
from sitecheck.model import Finding, Page, Place, Problem, Source, Use
from sitecheck.pages import read_content
from sitecheck.site import Site
from sitecheck.sources import Document
from sitecheck.suggest import Suggestions
from sitecheck.wording import finding_at, write_target

Key = tuple[str, str, str, str]
_MARKDOWN = frozenset({"markdown", "image", "definition"})
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>])")
_REACH = 8  # how far apart in their orders a use and its candidate may stand
_FEW = 3


class Locator:
    """Finds the places of one page's problems.

    ``wanted`` are the uses to be placed, all of them by default. The page's uses and its source's candidates are both in reading order, so that they can be
    aligned: of several equal texts, some of them perhaps in code, each use gets its own.
    """

    def __init__(
        self,
        site: Site,
        page: Page,
        source: Source,
        document: Document,
        better: Suggestions,
        wanted: Collection[Use] | None = None,
    ) -> None:
        self.site = site
        self.page = page
        self.source = source
        self.document = document
        self.suggestions = better
        self.folder = urls.folder_of(page.path)
        self.candidates = candidates(document)
        self._by_key: dict[Key, list[int]] = defaultdict(list)
        self._ids: dict[str, list[int]] = defaultdict(list)
        self._texts: dict[str, list[int]] = defaultdict(list)
        self._sure: dict[str, list[int]] = defaultdict(list)
        for index, candidate in enumerate(self.candidates):
            self._texts[candidate.text].append(index)
            if not candidate.doubtful:
                self._sure[candidate.text].append(index)
            if candidate.style == "id":
                self._ids[candidate.text].append(index)
            else:
                for key in self._candidate_keys(candidate):
                    self._by_key[key].append(index)
        self._places = self._align(page.uses, wanted)
        self.unplaced: list[Problem] = []

    def findings(self, problems: Sequence[Problem]) -> Iterator[Finding]:
        """Turn problems into findings, each at its place; gather those without one."""
        given: dict[tuple[str, str, str], int] = defaultdict(int)
        for problem in problems:
            key = (problem.rule, problem.use.attribute, problem.use.href)
            number = given[key]
            given[key] += 1
            yield from self._finding(problem, number)

    def _finding(self, problem: Problem, number: int) -> Iterator[Finding]:
        use = problem.use
        found: int | None
        if use.attribute in {"id", "name"}:
            found = self._find_id(use.href, 1 + number)
        elif problem.number >= 0:
            found = self._places.get(problem.number)
        else:
            found = self._find_text(use.href, number)
        if found is None:
            if problem.only_as_markdown or use.attribute == "id":
                return
            place = self._search(use.href)
            if not place.line:
                self.unplaced.append(problem)
                return
            yield finding_at(problem, place, use.href, self._offer(problem, "html"))
            return
        candidate = self.candidates[found]
        if problem.only_as_markdown and not self._means_markdown(candidate):
            return
        if problem.rule == "broken-link" and candidate.style in _MARKDOWN:
            problem = self._outside(problem, candidate)
        place = self.document.place(candidate.start)
        yield finding_at(
            problem, place, candidate.text, self._offer(problem, candidate.style, candidate.text)
        )

    def _outside(self, problem: Problem, candidate: Candidate) -> Problem:
        """Say it better when a link of Markdown leads above the documentation's folder."""
        path = urls.parse(candidate.text).path
        if urls.join(urls.folder_of(self.source.uri), path) is not None:
            return problem
        return problem._replace(rule="outside-site", what=OUTSIDE)

    def _means_markdown(self, candidate: Candidate) -> bool:
        if candidate.style == "definition":
            return True
        if candidate.style != "image":
            return False
        after = self.document.text[candidate.start + len(candidate.text) :][:300]
        match = re.match(r"[^\n{]*?\)[ \t]*\{([^}\n]*)\}", after)
        return not (match and "alt=" in match[1])

    def _find_id(self, name: str, occurrence: int) -> int | None:
        found = self._ids.get(name, [])
        return found[min(occurrence, len(found) - 1)] if found else None

    def _find_text(self, text: str, number: int) -> int | None:
        found = self._sure.get(text) or self._texts.get(text, [])
        return found[min(number, len(found) - 1)] if found else None

    def _search(self, text: str) -> Place:
        if len(text) >= 3:
            for where in (self.document.masked, self.document.text):
                if (offset := where.find(text)) >= 0:
                    return self.document.place(offset)
        return Place(self.source.path, 0, 0)

    def _align(self, uses: Sequence[Use], wanted: Collection[Use] | None) -> dict[int, int]:
        """Give each use the candidate that it was most probably made from.

        What is not wanted, and stands there often, is no help in finding the others.
        """
        labels = read_labels(self.site, self.page)
        choices = {use: self._choices(use) for use in dict.fromkeys(uses)}
        equal: dict[tuple[int, ...], int] = {}
        groups = {use: equal.setdefault(tuple(found), len(equal)) for use, found in choices.items()}
        ranks: Counter[int] = Counter()
        pairs: list[tuple[int, int, int]] = []
        for number, use in enumerate(uses):
            if len(choices[use]) > _FEW and wanted is not None and use not in wanted:
                continue
            rank = ranks[groups[use]]
            ranks[groups[use]] += 1
            for index in choices[use][max(0, rank - _REACH) : rank + _REACH]:
                candidate = self.candidates[index]
                if candidate.style != "definition":
                    same = labels is not None and candidate.label == labels[number] != ""
                    pairs.append((number, index, 10 + 5 * same + 3 * (not candidate.doubtful)))
        placed = dict(heaviest_chain(pairs))
        taken = set(placed.values())
        free = {use: self._free(found, taken) for use, found in choices.items()}
        for number, use in enumerate(uses):
            if number not in placed and choices[use]:
                placed[number] = next(free[use], choices[use][-1])
        return placed

    def _choices(self, use: Use) -> list[int]:
        found = {index for key in self._use_keys(use) for index in self._by_key.get(key, ())}
        return sorted(index for index in found if _may_become(self.candidates[index], use))

    def _free(self, choices: list[int], taken: set[int]) -> Iterator[int]:
        """Yield what is not taken; a definition, which serves any number of uses, comes last."""
        definitions = []
        for index in choices:
            if self.candidates[index].style == "definition":
                definitions.append(index)
            elif index not in taken:
                taken.add(index)
                yield index
        for index in definitions:
            if index not in taken:
                taken.add(index)
                yield index
        while definitions:
            yield definitions[0]

    def _use_keys(self, use: Use) -> list[Key]:
        return self._keys(use.href)

    def _keys(self, text: str) -> list[Key]:
        keys: list[Key] = [("text", text.strip(), "", "")]
        ref = urls.parse(text)
        if ref.local:
            path = urls.join(self.folder, ref.path) if ref.path else self.page.path
            if path is not None:
                found = (self.site.find(path) or path).removesuffix("index.html").rstrip("/")
                fragment = urls.decode(ref.fragment or "")
                if not ref.path and ref.fragment == "":
                    fragment = "#"  # unlike an empty address
                keys.append(("path", found, fragment, ref.query))
        else:
            keys.append(("text", urls.decode(text.strip()), "", ""))
        return keys

    def _candidate_keys(self, candidate: Candidate) -> list[Key]:
        keys = self._keys(candidate.text)
        if candidate.style in _MARKDOWN and ("\\" in candidate.text or "&" in candidate.text):
            keys += self._keys(unescape(_ESCAPED.sub(r"\1", candidate.text)))
        if candidate.style in _MARKDOWN:
            ref = urls.parse(candidate.text)
            if ref.local and ref.path:
                uri = urls.join(urls.folder_of(self.source.uri), ref.path)
                path = self.suggestions.any_uri.get(uri or "")
                if path:
                    path = path.removesuffix("index.html").rstrip("/")
                    keys.append(("path", path, urls.decode(ref.fragment or ""), ref.query))
        elif candidate.style == "wiki":
            keys = self._keys(f"/{candidate.text.strip().replace(' ', '_')}/")
        elif candidate.style == "footnote":
            path = self.page.path.removesuffix("index.html").rstrip("/")
            keys.append(("path", path, f"fnref:{candidate.text[2:-1]}", ""))
        elif candidate.style == "automatic" and "@" in candidate.text:
            keys.append(("text", f"mailto:{candidate.text}", "", ""))
        return keys

    def _offer(self, problem: Problem, style: str, typed: str = "") -> str:
        better = problem.suggestion
        if better is None or isinstance(better, str):
            return better or ""
        return write_target(self.site, self.page.path, better, style in _MARKDOWN, typed)


def _may_become(candidate: Candidate, use: Use) -> bool:
    """Tell whether what is written so can become such an element."""
    if candidate.style == "html":
        return candidate.tag == use.tag
    if candidate.style == "image":
        return use.tag == "img"
    if candidate.style in {"markdown", "automatic", "footnote", "wiki"}:
        return use.tag == "a"
    return candidate.style != "definition" or use.tag in {"a", "img"}


def read_labels(site: Site, page: Page) -> list[str] | None:
    """Return the text of each of a page's uses, if its file is still as it was read."""
    if site.folder is None:
        return None
    text = read_text(site.folder / page.path)[page.span[0] : page.span[1]]
    again = Page(page.path)
    labels: list[str] = []
    read_content(text, again, labels)
    if again.uses != page.uses:
        return None
    return [plain(label) for label in labels]


def heaviest_chain(pairs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Return the chain of pairs that grows in both parts and weighs most.

    Pairs are (first, second, weight), sorted by the first part. A Fenwick tree holds the best chain
    that ends at or before each second part, so that time is n log n.
    """
    size = max((second for _, second, _ in pairs), default=-1) + 2
    tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    before: list[int] = []
    position = 0
    while position < len(pairs):
        end = position
        while end < len(pairs) and pairs[end][0] == pairs[position][0]:
            end += 1
        entries = []
        for number in range(position, end):  # of one first part, none may follow another
            _, second, weight = pairs[number]
            best, index = (0, -1), second
            while index > 0:
                best = max(best, tree[index])
                index -= index & -index
            before.append(best[1])
            entries.append((second + 1, (best[0] + weight, number)))
        for index, entry in entries:
            while index <= size:
                tree[index] = max(tree[index], entry)
                index += index & -index
        position = end
    best, index = (0, -1), size
    while index > 0:
        best = max(best, tree[index])
        index -= index & -index
    chain: list[tuple[int, int]] = []
    number = best[1]
    while number >= 0:
        chain.append((pairs[number][0], pairs[number][1]))
        number = before[number]
    return chain[::-1]
