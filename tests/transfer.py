"""How many bytes a server sends for what a browser asks, with gzip at its usual level."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from served_site import BASE, LEVEL, PACKED, ServedSite

IMAGES = {".gif", ".ico", ".jpg", ".png", ".svg", ".webp"}


def size(path: Path) -> int:
    """Return the bytes of a file as sent."""
    content = path.read_bytes()
    return len(gzip.compress(content, LEVEL)) if path.suffix in PACKED else len(content)


def size_of_text(path: Path) -> int:
    """Return the bytes of what a page says in its article, without any markup."""
    html = path.read_text(encoding="utf-8")
    article = re.sub(r"<svg\b.*?</svg>", " ", html.partition("<article")[2], flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]*>", " ", article.partition("</article>")[0]))
    return len(gzip.compress(re.sub(r"\s+", " ", text).encode(), LEVEL))


def sizes(urls: Iterable[str], site: ServedSite) -> dict[str, int]:
    """Return the bytes as sent for each address of a visit, by its path on the site."""
    found = {}
    for url in urls:
        name = urlsplit(url).path.removeprefix(BASE)
        path = site.folder / name
        found[name] = size(path / "index.html" if path.is_dir() else path)
    return found


def without_images(sent: dict[str, int]) -> dict[str, int]:
    """Return what is left of a visit without its images."""
    return {name: bytes_ for name, bytes_ in sent.items() if Path(name).suffix not in IMAGES}
