// What the keyboard and a screen reader need, and neither CSS nor the templates can give.
// The page is complete without it.
"use strict";

// The drawer of a narrow window: the button opens it, the Escape key closes it, and the focus
// goes in and comes back.
{
  const button = document.querySelector(".drawer-button");
  const toggle = document.querySelector("[data-md-toggle=drawer]");
  const drawer = document.querySelector(".md-sidebar--primary");
  let opened = false; // by the button, so that the focus has somewhere to go back to

  const show = (open) => {
    if (toggle.checked !== open) toggle.click();
  };
  button.addEventListener("click", () => {
    opened = !toggle.checked;
    show(opened);
    // Only what is visible takes the focus, and the style changes with the next frame.
    if (opened) requestAnimationFrame(() => drawer.querySelector("a").focus());
  });
  toggle.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(toggle.checked));
    if (toggle.checked || !opened) return;
    opened = false;
    button.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && toggle.checked) show(false);
  });
  // Behind an open drawer nothing can be seen, so the focus stays in it.
  drawer.addEventListener("focusout", (event) => {
    if (opened && event.relatedTarget && !drawer.contains(event.relatedTarget)) show(false);
  });
}

// After the search is closed, the focus is again where it was before.
{
  const toggle = document.querySelector("[data-md-toggle=search]");
  let before = null;
  document.addEventListener("focusout", (event) => {
    if (!event.target.closest(".md-search")) before = event.target;
  });
  toggle.addEventListener("change", () => {
    if (toggle.checked) before = document.activeElement.closest(".md-search") ? before : document.activeElement;
    else if (before && before.isConnected) before.focus();
  });
}

// A table or a listing that is wider than its room scrolls, and so it must take the focus, also in a
// tab that was closed at first.
{
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll(".md-content :is(pre > code, .md-typeset__scrollwrap)"))
    resized.observe(box);
}

// Keys of one character. Who speaks to the computer, or hits keys by accident, can turn them off:
// https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html
const shortcuts = new Map();
const onShortcut = (keys, act) => keys.forEach((key) => shortcuts.set(key, act));
{
  const KEY = "shortcuts-off";
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "shortcuts" });
  const show = () => {
    const off = recall(KEY) === true;
    button.textContent = off ? "Turn keys on" : "Keys: / search, N next, P previous. Turn them off";
  };
  button.addEventListener("click", () => {
    keep(KEY, recall(KEY) !== true);
    show();
  });
  document.querySelector(".md-copyright").append(button);
  show();

  const follow = (rel) => () => {
    const link = document.querySelector(`.md-footer__link--${rel}`);
    if (link) location.assign(link.href);
  };
  onShortcut(["n", "."], follow("next"));
  onShortcut(["p", ","], follow("prev"));
  addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, select, textarea, .md-search");
    if (event.ctrlKey || event.metaKey || event.altKey || writes || recall(KEY) === true) return;
    const act = shortcuts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
