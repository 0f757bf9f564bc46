// What must be known before the first paint, and the theme's settings, once instead of on each page.
// It runs in the head: nothing of it may wait for the page. In place of the theme's inline scripts.
"use strict";

// The script that all pages share is fetched at once, and runs once the page has been shown: a reader
// sees the text earlier, and needs nothing of the script before. hooks/lighten_pages.py names it.
{
  const address = document.currentScript.dataset.then;
  if (address) {
    const early = document.createElement("link");
    Object.assign(early, { rel: "preload", as: "script", href: address });
    document.head.append(early);
    const run = () => document.head.append(Object.assign(document.createElement("script"), { src: address }));
    addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(run)), { once: true });
  }
}

// The theme's script reads and writes what it remembers with these; a browser may refuse to keep it.
var __md_scope = new URL("../..", document.currentScript.src);
var __md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);
var __md_get = (key, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${key}`));
  } catch {
    return null;
  }
};
var __md_set = (key, value, storage, scope = __md_scope) => {
  try {
    (storage || localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {}
};

// What only a script can do may be offered.
document.documentElement.classList.replace("no-js", "js");

// The colours: the reader's choice, or those of the system. No page flashes in the other ones.
{
  const system = "(prefers-color-scheme)";
  const { media = system, scheme } = __md_get("__palette")?.color ?? {};
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const shown = media === system ? (dark ? "slate" : "default") : scheme;
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    document.body.setAttribute("data-md-color-scheme", shown);
  }).observe(document.documentElement, { childList: true });
}

{
  const settings = {}; // hooks/lighten_pages.py puts the theme's here
  const element = document.createElement("script");
  element.id = "__config";
  element.type = "application/json";
  const search = new URL(settings.search, __md_scope).href;
  element.textContent = JSON.stringify({ ...settings, base: __md_scope.href, search });
  document.head.append(element);
}
