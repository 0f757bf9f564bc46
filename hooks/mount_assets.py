"""Publish the folder assets/, which stands beside docs/, at /assets/."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import is_markdown_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FOLDER = "assets"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add every file below assets/ to the site, in place of the theme's file of the same name."""
    root = Path(config.config_file_path).absolute().parent
    for path in _walk(root / FOLDER):
        uri = path.relative_to(root).as_posix()
        if is_markdown_file(uri):
            raise PluginError(
                f"{uri}: MkDocs would publish a Markdown file as a page. Move it to docs/, or give it another suffix."
            )
        present = files.get_file_from_path(uri)
        if present is not None:
            if present.src_dir == config.docs_dir:
                raise PluginError(
                    f"{uri}: 'docs/{uri}' has the same address on the site. Remove one of the two."
                )
            files.remove(present)  # the theme's: ours wins
        files.append(
            File(
                uri,
                src_dir=str(root),
                dest_dir=config.site_dir,
                use_directory_urls=config.use_directory_urls,
                inclusion=InclusionLevel.INCLUDED,  # or MkDocs drops names such as .dockerignore
            )
        )
    return files


def _walk(folder: Path) -> list[Path]:
    """Return the files below the folder, sorted; links that lead out of it are refused."""
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if not path.resolve().is_relative_to(folder.resolve()):
                place = path.relative_to(folder.parent).as_posix()
                raise PluginError(
                    f"{place}: the link leads out of {FOLDER}/. Copy the file instead."
                )
            found.append(path)
    return found
