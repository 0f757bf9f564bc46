"""Report malformed transcripts while the site is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import get_plugin_logger
from transcripts.pages import read_page

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = get_plugin_logger("check_transcripts")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Read every page, also one that the navigation leaves out, before Markdown changes it."""
    root = Path(config.config_file_path).absolute().parent
    for file in files.documentation_pages():
        if file.generated_by or not file.abs_src_path:
            continue
        for finding in read_page(Path(file.abs_src_path), root).findings:
            log.warning("%s", finding)
    return files
