// A button on each listing copies it: of a transcript its commands, because the style sheet hides the
// rest while the code is marked with data-md-copying, and only what can be seen is copied.
"use strict";

{
  const box = document.querySelector(".md-dialog");
  const words = box.firstElementChild;
  words.setAttribute("aria-live", "polite"); // it is said aloud, too
  let hiding;
  const say = (text) => {
    words.textContent = text;
    box.classList.add("md-dialog--active");
    clearTimeout(hiding);
    hiding = setTimeout(() => box.classList.remove("md-dialog--active"), 2000);
  };

  // Where a browser offers no clipboard, as over plain HTTP from another machine, what is selected
  // can still be copied.
  const copySelected = (code) => {
    getSelection().selectAllChildren(code);
    const copied = document.execCommand("copy");
    getSelection().removeAllRanges();
    if (!copied) throw new Error("the browser refuses");
  };
  const copy = async (code) => {
    code.dataset.mdCopying = "";
    const text = code.innerText.trimEnd();
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(text);
      else copySelected(code);
      say("Copied to clipboard");
    } catch {
      say("Your browser did not let this page copy: select the text, and copy it yourself");
    } finally {
      delete code.dataset.mdCopying;
    }
  };

  for (const code of document.querySelectorAll(".md-content pre > code")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "md-code__button", title: "Copy to clipboard" });
    button.dataset.mdType = "copy";
    button.addEventListener("click", () => copy(code));
    const corner = document.createElement("div");
    corner.className = "md-code__nav";
    corner.append(button);
    code.before(corner);
  }
}
