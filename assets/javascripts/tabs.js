// Tabs stay chosen across pages, sets with the same tabs change together, and a link to something in
// a tab opens it. It runs below the text, before the page shows.
"use strict";

{
  const sets = [...document.querySelectorAll(".tabbed-set")].map((set) => {
    const labels = [...set.querySelector(".tabbed-labels").children];
    return new Map(labels.map((label) => [label.textContent.trim(), label]));
  });
  const choose = (label) => {
    document.getElementById(label.htmlFor).checked = true;
  };
  const chosen = () => [recall("__tabs") ?? []].flat();

  for (const tabs of sets) {
    const name = chosen().find((one) => tabs.has(one));
    if (name) choose(tabs.get(name));
    for (const [own, label] of tabs)
      document.getElementById(label.htmlFor).addEventListener("change", () => {
        keep("__tabs", [...new Set([own, ...chosen()])]);
        // Sets above may change their height: the one that was pressed stays where it is.
        const before = label.getBoundingClientRect().top;
        for (const others of sets) if (others.has(own)) choose(others.get(own));
        scrollBy({ top: label.getBoundingClientRect().top - before, behavior: "instant" });
        label.scrollIntoView({ block: "nearest", inline: "nearest" });
      });
  }

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let opened = false;
    for (let block = target?.closest(".tabbed-block"); block; block = block.parentElement.closest(".tabbed-block")) {
      const set = block.closest(".tabbed-set");
      const input = set.querySelectorAll(":scope > input")[[...block.parentElement.children].indexOf(block)];
      opened ||= !input.checked;
      input.checked = true;
    }
    if (target?.matches(".tabbed-set > input")) target.checked = true;
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}
