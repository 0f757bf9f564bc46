// The search costs more than the rest of a page: a worker, and an index of the whole site. The
// theme fetches both with every page; here they wait until the reader comes near the search box.
// It has no setting for that, so what it asks the browser for is held back: this runs before it.
"use strict";

if (location.protocol !== "file:") {
  const wanted = new Promise((resolve) => {
    const address = new URLSearchParams(location.search);
    // A link may carry a search, or words to mark, which are split as the index says.
    if (address.has("q") || address.has("h")) resolve();
    const search = document.querySelector(".md-search");
    search.addEventListener("focusin", resolve, { once: true });
    search.addEventListener("pointerenter", resolve, { once: true });
    document.getElementById("__search").addEventListener("change", resolve, { once: true });
  });

  const { open, send } = XMLHttpRequest.prototype;
  const held = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).endsWith("/search/search_index.json")) held.add(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (!held.has(this)) return send.apply(this, body);
    wanted.then(() => send.apply(this, body));
  };

  const RealWorker = window.Worker;
  window.Worker = class extends EventTarget {
    #worker;

    constructor(...options) {
      super();
      this.#worker = wanted.then(() => {
        const worker = new RealWorker(...options);
        worker.addEventListener("message", ({ data }) => {
          this.dispatchEvent(new MessageEvent("message", { data }));
        });
        return worker;
      });
    }

    postMessage(...message) {
      this.#worker.then((worker) => worker.postMessage(...message));
    }

    terminate() {
      this.#worker.then((worker) => worker.terminate());
    }
  };
} else {
  // A page from a folder may start no worker: there the engine runs in the page.
  window.Worker = class extends EventTarget {
    #ready;

    constructor(url) {
      super();
      this.#ready = new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = resolve;
        document.head.append(script);
      });
    }

    postMessage(message) {
      this.#ready.then(() => {
        this.dispatchEvent(new MessageEvent("message", { data: answerSearch(message) }));
      });
    }

    terminate() {}
  };
}
