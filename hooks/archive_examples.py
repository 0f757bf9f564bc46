"""Publish each example as one archive: `assets/examples/run/ports/` also as `….zip` beside it.

Every example has one, whether a page links to it or not: then a link is right or wrong whatever
the page says, and no page is read before its files are known.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from archives import example_of, pack
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

EXAMPLES = PurePosixPath("assets/examples")


@event_priority(-50)  # after mount_assets.py, which adds the files
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the archives to the site."""
    parts = [path.name for path in Path(config.docs_dir).iterdir() if path.is_dir()]
    examples: dict[PurePosixPath, list[tuple[PurePosixPath, Path]]] = defaultdict(list)
    for file in files:
        path = PurePosixPath(file.src_uri)
        if file.abs_src_path is None or not path.is_relative_to(EXAMPLES):
            continue
        example = example_of(path.relative_to(EXAMPLES), parts=parts)
        if example is not None:
            inside = path.relative_to(EXAMPLES / example)
            examples[example].append((inside, Path(file.abs_src_path)))
    for example, members in sorted(examples.items()):
        files.append(
            File.generated(
                config,
                f"{EXAMPLES / example}.zip",
                content=pack(example.name, members),
                inclusion=InclusionLevel.INCLUDED,
            )
        )
    return files
