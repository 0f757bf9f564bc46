"""Print the whole course: `make print`. One PDF with a table of contents, an outline, page numbers."""

from __future__ import annotations

import io
from pathlib import Path

import served_site
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

ROOT = Path(__file__).parent.parent
PDF = ROOT / ".cache" / "docker-for-developers.pdf"

# The pages in the order of llms.txt, one after the other in the first one's text. What a page calls by
# an id gets the page's name before it, so that links go on leading where they led.
JOIN = """async (base) => {
  const list = await (await fetch(`${base}llms.txt`)).text();
  const addresses = [...list.matchAll(/\\]\\((\\S+)index\\.md\\)/g)].map((match) => match[1]);
  const key = (url) => `p-${url.slice(base.length).replace(/[/]/g, "-")}`;
  const article = document.querySelector("article");
  const contents = document.createElement("div");
  contents.className = "contents";
  const pages = [];
  for (const [, part, address] of list.matchAll(/^## (.+)|\\]\\((\\S+)index\\.md\\)/gm)) {
    if (part) {
      const name = document.createElement("p");
      name.textContent = part;
      contents.append(name);
      continue;
    }
    const html = await (await fetch(address)).text();
    const text = new DOMParser().parseFromString(html, "text/html").querySelector("article");
    const section = document.createElement("section");
    section.id = key(address);
    section.style.breakBefore = "page";
    for (const one of text.querySelectorAll("[id]")) one.id = `${section.id}-${one.id}`;
    for (const one of text.querySelectorAll("label[for]")) one.htmlFor = `${section.id}-${one.htmlFor}`;
    for (const one of text.querySelectorAll("input[name]")) one.name = `${section.id}-${one.name}`;
    for (const one of text.querySelectorAll("a[href]")) {
      const url = new URL(one.getAttribute("href"), address);
      const page = url.origin + url.pathname;
      if (!addresses.includes(page)) continue;
      one.href = `#${key(page)}${url.hash.replace("#", "-")}`;
      if (page !== address && !one.classList.contains("term")) one.dataset.leads = key(page);
    }
    for (const one of text.querySelectorAll("img[src]"))
      one.src = new URL(one.getAttribute("src"), address);
    section.append(...text.childNodes);
    pages.push(section);
    const link = document.createElement("a");
    link.href = `#${section.id}`;
    link.dataset.leads = section.id;
    link.textContent = section.querySelector("h1").firstChild.textContent;
    contents.append(link);
  }
  const heading = document.createElement("h1");
  heading.textContent = document.querySelector("meta[property='og:site_name']").content;
  article.replaceChildren(heading, contents, ...pages);
  for (const image of article.querySelectorAll("img")) image.loading = "eager";
}"""
# On paper, a link inside the course says on which sheet its page begins.
STYLE = """
  .contents p { break-after: avoid; font-weight: bold; margin: 1em 0 0; }
  .contents a { display: flex; }
  .contents a::after { content: attr(data-sheet); margin-left: auto; }
  section a[data-sheet]::after { content: " (page " attr(data-sheet) ")"; font-size: 0.85em; }
"""
NUMBER = """(sheets) => {
  for (const one of document.querySelectorAll("[data-leads]")) one.dataset.sheet = sheets[one.dataset.leads];
}"""
MOST_PASSES = 5
FOOTER = (
    '<div style="font-size: 8px; width: 100%; text-align: center">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)


def write(browser: Browser, site: served_site.ServedSite, pdf: Path) -> Path:
    """Print a served site.

    The numbers of the sheets are known once it is printed, and take some room themselves: it is
    printed until they are right.
    """
    context = browser.new_context(color_scheme="light", bypass_csp=True)
    page = context.new_page()
    served_site.visit(page, site.url)
    page.evaluate(JOIN, site.url)
    page.add_style_tag(content=STYLE)
    sheets: dict[str, int] = {}
    for _ in range(MOST_PASSES):
        content = _print(page)
        before, sheets = sheets, _sheets(content)
        if sheets == before:
            break
        page.evaluate(NUMBER, sheets)
    else:
        raise SystemExit(f"The numbers of the pages still change after {MOST_PASSES} passes.")
    context.close()
    pdf.parent.mkdir(parents=True, exist_ok=True)
    pdf.write_bytes(content)
    return pdf


def _print(page: Page) -> bytes:
    return page.pdf(
        format="A4",
        outline=True,
        tagged=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOTER,
        margin={"top": "16mm", "bottom": "18mm", "left": "16mm", "right": "16mm"},
    )


def _sheets(content: bytes) -> dict[str, int]:
    """Return the number of the sheet that each page of the site begins on, by its section's id."""
    document = PdfReader(io.BytesIO(content))
    return {
        name.removeprefix("/"): number + 1
        for name, target in document.named_destinations.items()
        if (number := document.get_destination_page_number(target)) is not None
    }


def main() -> None:
    """Build, serve and print."""
    with served_site.open_browser() as (browser, site):
        print(write(browser, site, PDF).relative_to(ROOT))


if __name__ == "__main__":
    main()
