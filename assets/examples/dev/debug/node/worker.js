// Write a label for each title, once a second. One of them is wrong.
const titles = ["Dune", " Emma", "Ulysses"];

function label(title) {
  const letters = title.slice(0, 3).toUpperCase();
  return `${letters}-${String(title.length).padStart(3, "0")}`;
}

let turn = 0;
setInterval(() => console.log(label(titles[turn++ % titles.length])), 1000);
process.on("SIGTERM", () => process.exit(0));
