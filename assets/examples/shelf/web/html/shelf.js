const form = document.querySelector("form");
const list = document.querySelector("ol");

async function show() {
  const books = await (await fetch("api/books")).json();
  list.replaceChildren(...books.map((book) => {
    const item = document.createElement("li");
    item.textContent = `${book.title} ${book.label ?? ""}`;
    return item;
  }));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await fetch("api/books", { method: "POST", body: form.title.value });
  form.reset();
  await show();
});

show();
