"""Take the pictures of the site that README.md shows.

`make pictures` writes them into .github/, for they are no part of the site, compressed by the
browser itself.
"""

from __future__ import annotations

import base64
from pathlib import Path

import served_site
from playwright.sync_api import Page

README = served_site.ROOT / ".github"
PAGE = "layers/like-git.md"  # text, a transcript, a picture: what the site is like
README_SIZE = {"width": 1280, "height": 800}
QUALITY = 0.85

# The browser encodes WebP better than JPEG, but Playwright only offers the latter.
_TO_WEBP = """async ([data, quality]) => {
  const picture = new Image();
  picture.src = "data:image/png;base64," + data;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def main() -> None:
    """Build the site, and photograph it in both schemes."""
    with served_site.open_browser() as (browser, site):
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=README_SIZE, color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
            page.goto(site.address(PAGE), wait_until="networkidle")
            _write(README / f"site-{scheme}.webp", _webp(page))


def _webp(page: Page) -> bytes:
    picture = base64.b64encode(page.screenshot()).decode()
    return base64.b64decode(page.evaluate(_TO_WEBP, [picture, QUALITY]))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    print(f"{path.relative_to(served_site.ROOT)}: {len(content) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
