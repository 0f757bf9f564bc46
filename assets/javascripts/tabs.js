// Tabs stay chosen across pages, and a link to something in a tab opens it: before the page shows.
"use strict";

{
  const chosen = __md_get("__tabs");
  for (const set of Array.isArray(chosen) ? document.querySelectorAll(".tabbed-set") : []) {
    const labels = [...set.querySelector(".tabbed-labels").getElementsByTagName("label")];
    const names = labels.map((label) => label.textContent.trim());
    const name = chosen.find((one) => names.includes(one));
    if (name) document.getElementById(labels[names.indexOf(name)].htmlFor).checked = true;
  }
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.name) target.checked = target.name.startsWith("__tabbed_");
}
