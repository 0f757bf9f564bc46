// Where the reader is: the table of contents marks the section at the top of the window, and the
// header shows the page's title once its heading has gone. Told by the browser, nothing is measured.
"use strict";

{
  const header = document.querySelector(".md-header");
  const title = document.querySelector(".md-header__title");
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);

  // Calls `tell` with each element of `targets` that goes behind a line below the window's top edge,
  // or comes back. What is further down counts as seen, so no jump is missed.
  const watch = (targets, line, tell) => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, boundingClientRect: { height, top }, rootBounds } of entries)
          tell(target, height > 0 && top < rootBounds.top, height > 0 && top + height <= rootBounds.top);
      },
      { rootMargin: `${-line}px 0px 9999999px`, threshold: [0, 1] },
    );
    for (const target of targets) observer.observe(target);
  };

  watch(document.querySelectorAll(".md-tabs, .md-content h1"), 2.4 * rem, (target, begun, gone) => {
    if (target.matches("h1")) title.classList.toggle("md-header__title--active", gone);
    else header.classList.toggle("md-header--shadow", gone);
  });

  // Where a list scrolls by itself, what it marks is in its middle.
  const follow = (link) => {
    const box = link.closest(".md-sidebar__scrollwrap");
    if (!box || box.scrollHeight <= box.clientHeight) return;
    const [inner, outer] = [link, box].map((one) => one.getBoundingClientRect());
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 2;
  };
  const here = document.querySelector(".md-sidebar--primary a.md-nav__link--active");
  if (here) follow(here);

  const links = new Map();
  for (const link of document.querySelectorAll(".md-sidebar--secondary a.md-nav__link")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const passed = new Set();
  let atEnd = false;
  let active;
  const mark = () => {
    const headings = [...links.keys()];
    const last = atEnd ? headings.at(-1) : headings.findLast((heading) => passed.has(heading));
    const link = links.get(last);
    if (link === active) return;
    active?.classList.remove("md-nav__link--active");
    link?.classList.add("md-nav__link--active");
    if (link) follow(link);
    active = link;
  };
  watch(links.keys(), 5 * rem, (heading, begun) => {
    passed[begun ? "add" : "delete"](heading);
    mark();
  });
  // The last sections may be too short to reach the top.
  new IntersectionObserver(
    ([{ isIntersecting }]) => {
      atEnd = isIntersecting && scrollY > 0;
      mark();
    },
    { threshold: 1 },
  ).observe(document.querySelector(".md-copyright"));
}

// Each section's heading leads to itself: the address that one gives to others.
for (const heading of document.querySelectorAll(".md-content :is(h1, h2, h3, h4)[id]")) {
  const link = Object.assign(document.createElement("a"), { className: "headerlink", href: `#${heading.id}` });
  heading.append(Object.assign(link, { title: "Permanent link" }));
}

// What an address names is shown, also in a box that is closed.
{
  const open = () => {
    let target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let box = target?.closest("details:not([open])"); box; box = box.parentElement.closest("details:not([open])"))
      box.open = opened = true;
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}
