// The search box. It asks the engine, hooks/search/engine.js, which costs more than the rest of a page,
// with an index of the whole site: both are fetched once the reader comes near the box.
"use strict";

{
  const ENGINE = "assets/javascripts/workers/search.js";
  const toggle = document.getElementById("__search");
  const box = document.querySelector(".md-search");
  const input = box.querySelector(".md-search__input");
  const status = box.querySelector(".md-search-result__meta");
  const list = box.querySelector(".md-search-result__list");
  const completed = box.querySelector(".md-search__suggest");
  const address = new URL(location);

  // The engine

  let send; // a message to the engine; `receive` gets its answer
  let ready = false;
  const start = async () => {
    if (send) return;
    send = () => {};
    try {
      if (location.protocol === "file:") {
        // A page from a folder may start no worker, and fetch nothing: both come as scripts.
        await Promise.all([load(ENGINE), load("search/search_index.js")]);
        send = (message) => receive(answerSearch(message));
        send({ type: 0, data: __index });
      } else {
        const worker = new Worker(new URL(ENGINE, site));
        worker.addEventListener("message", ({ data }) => receive(data));
        const answer = await fetch(new URL("search/search_index.json", site));
        if (!answer.ok) throw new Error(answer.statusText);
        send = (message) => worker.postMessage(message);
        send({ type: 0, data: await answer.json() });
      }
    } catch {
      send = undefined; // the next key tries again
      status.textContent = "The search did not load. Are you online?";
    }
  };
  const ask = () => {
    start();
    if (ready) send({ type: 2, data: input.value });
  };
  const receive = ({ type, data }) => {
    ready = true;
    if (type === 1) ask();
    else show(data);
  };

  // What it found

  const element = (name, className, ...children) => {
    const made = Object.assign(document.createElement(name), { className });
    made.append(...children);
    return made;
  };
  const link = ({ location: place, title, text, terms }, isPage) => {
    const article = element("article", "md-search-result__article md-typeset");
    if (isPage) article.append(element("div", "md-search-result__icon md-icon"));
    // Titles and texts come from the engine as markup, which marks the words that were found.
    article.append(Object.assign(element(isPage ? "h1" : "h2", ""), { innerHTML: title }));
    article.insertAdjacentHTML("beforeend", text);
    const words = Object.entries(terms);
    const missing = words.filter(([, found]) => !found).map(([word]) => element("del", "", word));
    if (!isPage && missing.length)
      article.append(element("p", "md-search-result__terms", "Missing: ", ...missing.flatMap((word) => [word, " "])));
    const target = new URL(place, site);
    const found = words.filter(([, is]) => is).map(([word]) => word);
    if (found.length) target.searchParams.set("h", found.join(" "));
    return Object.assign(element("a", "md-search-result__link", article), { href: target, tabIndex: -1 });
  };
  // A page, its best sections, and the others folded away.
  const item = ([page, ...sections]) => {
    const best = sections.filter(({ score }) => score >= page.score);
    const more = sections.slice(best.length).map((section) => link(section));
    const made = element("li", "md-search-result__item", link(page, true), ...best.map((section) => link(section)));
    if (more.length) {
      const summary = element("summary", "", element("div", "", `${more.length} more on this page`));
      summary.tabIndex = -1;
      made.append(element("details", "md-search-result__more", summary, ...more));
    }
    return made;
  };
  const show = ({ items, suggest }) => {
    const count = items.length;
    status.textContent =
      count === 1 ? "1 matching document"
      : count ? `${count} matching documents`
      : input.value ? "No matching documents"
      : "Type to start searching";
    list.replaceChildren(...items.map(item));
    const [last] = suggest;
    const [, before, typed] = input.value.match(/^(.*?)([^\s-]*)$/);
    completed.textContent = last && typed && last.startsWith(typed) ? (before + last).replaceAll(" ", "\u00a0") : "";
  };

  // Opening and closing

  const open = (wanted) => {
    if (toggle.checked !== wanted) toggle.click();
  };
  const changed = () => {
    list.setAttribute("role", toggle.checked ? "list" : "presentation");
    list.hidden = !toggle.checked;
    if (toggle.checked) {
      start();
      input.focus();
    } else {
      input.blur();
      if (!address.searchParams.has("q")) return;
      address.searchParams.delete("q");
      history.replaceState({}, "", address);
    }
  };
  toggle.addEventListener("change", changed);
  input.addEventListener("focus", () => open(true));
  input.addEventListener("input", ask);
  box.addEventListener("pointerenter", start, { once: true });
  box.addEventListener("click", ({ target }) => target.closest("a") && open(false));
  input.form.addEventListener("submit", (event) => event.preventDefault());
  input.form.addEventListener("reset", () => {
    input.focus();
    setTimeout(ask); // the box is emptied after this event
  });

  // The keys

  const inBox = (event) => {
    const active = document.activeElement;
    if (event.key === "Escape" || event.key === "Tab") open(false);
    else if (event.key === "Enter" && active === input) {
      event.preventDefault();
      list.querySelector(".md-search-result__link")?.click();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const stops = [input, ...list.querySelectorAll(":not(details) > a, summary, details[open] a")];
      const at = Math.max(0, stops.indexOf(active)) + (event.key === "ArrowDown" ? 1 : -1);
      stops.at(at % stops.length).focus();
    } else if (event.key === "ArrowRight" && active === input && completed.textContent) {
      if (input.selectionStart < input.value.length) return;
      input.value = completed.textContent.replaceAll("\u00a0", " ");
      ask();
    } else if (event.key.length === 1 && active !== input) input.focus();
  };
  addEventListener("keydown", (event) => {
    if (toggle.checked && !event.ctrlKey && !event.metaKey && !event.isComposing) inBox(event);
  });
  onShortcut(["/", "s", "f"], () => {
    input.focus();
    input.select();
  });

  // A link may carry a search, or words to mark.

  if (address.searchParams.has("q")) {
    input.value = address.searchParams.get("q");
    open(true);
  }
  const words = (address.searchParams.get("h") ?? "").match(/[\p{L}\p{N}]+/gu);
  if (words) {
    const wanted = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})(?![\\p{L}\\p{N}])`, "giu");
    const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode())
      if (texts.currentNode.data.match(wanted) && !texts.currentNode.parentElement.closest("svg")) found.push(texts.currentNode);
    for (const text of found) {
      const pieces = [];
      let end = 0;
      for (const { 0: word, index } of text.data.matchAll(wanted)) {
        pieces.push(text.data.slice(end, index), element("mark", "", word));
        end = index + word.length;
      }
      text.replaceWith(...pieces, text.data.slice(end));
    }
  }
}
