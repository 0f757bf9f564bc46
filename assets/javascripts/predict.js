// build/cache.md: the reader predicts which steps an edit repeats, and compares with the builds.
// The answers are in the table below the form, where they can be read without a script.
"use strict";

for (const form of document.querySelectorAll(".predict")) {
  const rows = form.nextElementSibling.querySelector("table").tBodies[0].rows;
  const edit = form.querySelector("select");
  const steps = [...form.querySelectorAll("li")];
  const status = form.querySelector("[role=status]");

  const clear = () => {
    status.textContent = "";
    for (const step of steps) {
      delete step.dataset.right;
      step.lastElementChild.textContent = "";
    }
  };
  const list = (words) => words.join(", ").replace(/, (\S+)$/, " and $1");

  form.addEventListener("input", clear);
  edit.addEventListener("input", () => {
    for (const step of steps) step.querySelector("input").checked = false;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const cells = [...rows[edit.selectedIndex].cells].slice(1).map((cell) => cell.textContent);
    const because = cells.pop();
    let right = 0;
    const rebuilt = [];
    steps.forEach((step, index) => {
      const hit = step.querySelector("input").checked === (cells[index] === "rebuilt");
      if (hit) right += 1;
      if (cells[index] === "rebuilt") rebuilt.push(step.querySelector("b").textContent);
      step.dataset.right = hit;
      step.lastElementChild.textContent = `${cells[index]}: ${hit ? "as you said" : "not as you said"}`;
    });
    const score = right === steps.length ? "All right." : `${right} of ${steps.length} right.`;
    const which = ["No step was", "Step %s was", "Steps %s were"][Math.min(rebuilt.length, 2)];
    status.textContent = `${score} ${which.replace("%s", list(rebuilt))} carried out again: ${because}.`;
  });
}
