"""Renew what stands in vendor/: `make vendor`, or `make vendor VERSION=…` for another Mermaid.

The package comes from the npm registry through npm itself, and is compared with what VENDORED.toml
records. Only for another version are the recorded hashes replaced, which a reviewer then sees.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "vendor"
RECORD = FOLDER / "VENDORED.toml"


class VendorError(Exception):
    """What was fetched is not what it should be; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class VendoredFile:
    """A file of a package: its ``member`` name there, and the SHA-256 of its content."""

    name: str
    member: str
    sha256: str


@dataclass(frozen=True, slots=True)
class VendoredPackage:
    """A package of the npm registry. ``integrity`` is that of its archive, as npm writes it."""

    package: str
    version: str
    integrity: str
    files: tuple[VendoredFile, ...]


def read_record(text: str) -> VendoredPackage:
    """Read what VENDORED.toml says of Mermaid."""
    values = tomllib.loads(text)["mermaid"]
    files = tuple(VendoredFile(name, **entry) for name, entry in values["files"].items())
    return VendoredPackage(values["package"], values["version"], values["integrity"], files)


def unpack(archive: bytes, package: VendoredPackage) -> dict[str, bytes]:
    """Return the content of each file that is kept of a package's archive, by its name here.

    Raises `VendorError` where the archive does not have it.
    """
    contents = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        for file in package.files:
            try:
                member = members.extractfile(file.member)
            except KeyError:
                member = None
            if member is None:
                raise VendorError(f"{package.package} {package.version} has no {file.member}.")
            contents[file.name] = member.read()
    return contents


def integrity_of(archive: bytes) -> str:
    """Return the hash of an archive as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def verify(archive: bytes, contents: dict[str, bytes], package: VendoredPackage) -> None:
    """Compare an archive and its files with what is recorded. Raises `VendorError`."""
    if integrity_of(archive) != package.integrity:
        raise VendorError(
            f"{package.package} {package.version} is another archive than the recorded one."
        )
    for file in package.files:
        if hashlib.sha256(contents[file.name]).hexdigest() != file.sha256:
            raise VendorError(f"{file.name} is not the recorded one.")


def update_record(text: str, package: VendoredPackage, version: str, archive: bytes) -> str:
    """Return the text of VENDORED.toml for another version."""
    contents = unpack(archive, package)
    text = text.replace(f'version = "{package.version}"', f'version = "{version}"', 1)
    text = text.replace(package.integrity, integrity_of(archive), 1)
    for file in package.files:
        text = text.replace(file.sha256, hashlib.sha256(contents[file.name]).hexdigest(), 1)
    return text


def fetch(package: str, version: str) -> bytes:
    """Return the archive of a package, by npm. Raises `VendorError` where npm cannot get it."""
    npm = shutil.which("npm")
    if npm is None:
        raise VendorError("npm is needed to fetch the package; the project itself does without.")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [npm, "pack", "--silent", f"{package}@{version}"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        archives = list(Path(folder).glob("*.tgz"))
        if done.returncode or len(archives) != 1:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise VendorError(f"npm cannot get {package} {version}: {reason}")
        return archives[0].read_bytes()


def main(arguments: list[str]) -> int:
    """Renew the folder; return the exit status."""
    text = RECORD.read_text(encoding="utf-8")
    package = read_record(text)
    version = arguments[0] if arguments else package.version
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        print(f"'{version}' is no version. Write it as {package.version}.", file=sys.stderr)
        return 2
    try:
        archive = fetch(package.package, version)
        if version != package.version:
            text = update_record(text, package, version, archive)
            package = read_record(text)
        contents = unpack(archive, package)
        verify(archive, contents, package)
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    for name, content in contents.items():
        (FOLDER / name).write_bytes(content)
    RECORD.write_text(text, encoding="utf-8")
    print(f"{package.package} {version} is in {FOLDER.name}/, as recorded.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
