// What must be known before the first paint, and what the other scripts share. It runs in the head:
// nothing of it may wait for the page.
"use strict";

// What the browser keeps for the reader, under the site's own address. It may refuse to.
const site = new URL("../..", document.currentScript.src);
const recall = (key) => {
  try {
    return JSON.parse(localStorage.getItem(`${site.pathname}.${key}`));
  } catch {
    return null;
  }
};
const keep = (key, value) => {
  try {
    localStorage.setItem(`${site.pathname}.${key}`, JSON.stringify(value));
  } catch {}
};

// What only some readers want is fetched when they do, also by a page from a folder.
const load = (path) =>
  new Promise((onload, onerror) => {
    const script = Object.assign(document.createElement("script"), { src: new URL(path, site), onload, onerror });
    document.head.append(script);
  });

// What only a script can do may be offered.
document.documentElement.classList.replace("no-js", "js");

// The colours: the reader's choice, or those of the system. No page flashes in the other ones.
const chosenScheme = () => {
  const { media, scheme } = recall("__palette")?.color ?? {};
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return media?.includes(":") ? scheme : dark ? "slate" : "default";
};
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  document.body.dataset.mdColorScheme = chosenScheme();
}).observe(document.documentElement, { childList: true });
