// The button that goes through the colour schemes: of the system, light, dark. early.js shows what
// was chosen before the first paint.
"use strict";

{
  const options = [...document.querySelectorAll(".md-option")];
  const system = matchMedia("(prefers-color-scheme: dark)");
  // What a browser paints around the page: one colour for each scheme.
  const around = [...document.querySelectorAll("meta[name=theme-color]")];
  const [light, dark] = around.map((meta) => meta.content);

  const show = () => {
    const media = recall("__palette")?.color?.media;
    const chosen = options.find((option) => option.dataset.mdColorMedia === media) ?? options[0];
    const scheme = chosenScheme();
    chosen.checked = true;
    for (const option of options) option.nextElementSibling.hidden = option !== chosen;
    if (document.body.dataset.mdColorScheme !== scheme) {
      document.body.dataset.mdColorSwitching = ""; // no colour fades, all change at once
      document.body.dataset.mdColorScheme = scheme;
      setTimeout(() => delete document.body.dataset.mdColorSwitching);
    }
    const own = scheme === "slate" ? dark : light;
    around[0].content = chosen === options[0] ? light : own;
    around[1].content = chosen === options[0] ? dark : own;
  };

  options.forEach((option, index) => {
    option.addEventListener("change", () => {
      keep("__palette", { index, color: { media: option.dataset.mdColorMedia, scheme: option.dataset.mdColorScheme } });
      show();
    });
    option.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      const next = options[(index + 1) % options.length];
      next.click();
      next.focus();
    });
  });
  system.addEventListener("change", show);
  addEventListener("storage", show); // another window of the same site may have changed it
  show();
}
