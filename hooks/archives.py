"""Pack the folder of an example into one archive, with the same bytes wherever it is packed."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

# The earliest date that the format knows: an archive does not change when a file is checked out anew.
DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3  # the "made by" of the format: permissions follow (APPNOTE.TXT 4.4.2.2)


def example_of(path: PurePosixPath, *, parts: Collection[str]) -> PurePosixPath | None:
    """Return the folder of the example that a file belongs to.

    `path` is relative to the folder of all examples, and `parts` are the names of the parts of the
    site. In a folder named like a part, each folder is the example of one page. Any other folder
    is an example as a whole: an app that many pages use. None: the file belongs to no example.
    """
    folders = path.parts[:-1]
    depth = 2 if folders and folders[0] in parts else 1
    return PurePosixPath(*folders[:depth]) if len(folders) >= depth else None


def pack(name: str, files: Iterable[tuple[PurePosixPath, Path]]) -> bytes:
    """Return a ZIP archive of the files, in a folder of the given name.

    Each file is given as its path in the archive and its place on disk. A file that may be
    executed on disk, or begins with `#!`, may be executed when it is unpacked. Files are stored
    as they are: they are small, and what compression makes of them depends on zlib's version.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for inside, place in sorted(files):
            content = place.read_bytes()
            executable = content.startswith(b"#!") or place.stat().st_mode & stat.S_IXUSR
            entry = zipfile.ZipInfo(f"{name}/{inside}", date_time=DATE)
            entry.create_system = UNIX
            entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
