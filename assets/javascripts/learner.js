// What helps a learner, and a page is complete without: which lessons are done, and long output.
"use strict";

// Which lessons are done is kept in this browser, under the site's own key, by their addresses.
{
  const KEY = "lessons-done";
  const known = () => new Set(recall(KEY) ?? []);
  const address = (url) => new URL(url, location).pathname.slice(site.pathname.length);
  const here = address(location);
  const box = document.querySelector(".lesson-done");
  const button = box?.querySelector("button");
  const note = box?.querySelector("span");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "link";
  clear.textContent = "Forget them";

  const show = () => {
    const done = known();
    for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link"))
      link.classList.toggle("done", !link.hash && done.has(address(link.href)));
    if (!box) return;
    button.setAttribute("aria-pressed", String(done.has(here)));
    button.textContent = done.has(here) ? "Done" : "Mark this lesson as done";
    note.textContent = "Kept in this browser only.";
    if (done.size === 0) return;
    note.textContent = `${done.size} ${done.size === 1 ? "lesson" : "lessons"} done, kept in this browser only. `;
    note.append(clear);
  };
  const mark = (done) => {
    keep(KEY, [...done]);
    show();
  };
  button?.addEventListener("click", () => {
    const done = known();
    if (!done.delete(here)) done.add(here);
    mark(done);
  });
  clear.addEventListener("click", () => {
    mark([]);
    button.focus(); // the one that had the focus is gone
  });
  // Another tab of the same site may have changed it.
  addEventListener("storage", show);
  show();
}

// Long output is folded by the style sheet; its button unfolds it.
for (const button of document.querySelectorAll(".unfold")) {
  const folded = button.textContent;
  button.addEventListener("click", () => {
    const open = button.parentElement.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Show less" : folded;
  });
}

// The definitions of terms are fetched when the reader comes near one, and are then its links' titles.
{
  const events = ["pointerover", "focusin"];
  const define = async ({ target }) => {
    if (!target.closest?.("a.term")) return;
    for (const event of events) removeEventListener(event, define);
    try {
      await load("assets/terms.js");
    } catch {
      for (const event of events) addEventListener(event, define); // the next one tries again
      return;
    }
    for (const link of document.querySelectorAll("a.term")) link.title = termDefinitions[link.hash.slice(1)] ?? "";
  };
  for (const event of events) addEventListener(event, define);
}
