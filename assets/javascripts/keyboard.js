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

// What the theme adds to the text after loading, and leaves without a name or out of reach:
// the toolbar of a code block is a landmark, and landmarks have different names; a table or a code
// block that is wider than its room scrolls, and so it must take the focus, also in a tab that was
// closed at first.
{
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  const repair = () => {
    document
      .querySelectorAll(".md-code__nav")
      .forEach((nav, index) => nav.setAttribute("aria-label", `Code ${index + 1}`));
    document.querySelectorAll(".md-typeset__scrollwrap:not([role])").forEach((box) => {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Table");
      resized.observe(box);
    });
  };
  document.querySelectorAll(".md-typeset pre > code").forEach((code) => resized.observe(code));
  repair();
  new MutationObserver(repair).observe(document.querySelector(".md-content"), {
    childList: true,
    subtree: true,
  });
}
