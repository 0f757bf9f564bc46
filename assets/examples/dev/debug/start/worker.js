// Print the price of each book, twice a second: two cents a page. One price is NaN.
const shelf = Buffer.from(
  "RHVuZTo0MTJ8RW1tYTo0NzR8VWx5c3Nlczo3MzB8TWlkZGxlbWFyY2g6ODhvfFBlcnN1YXNpb246MjQ5",
  "base64",
);
const books = shelf.toString().split("|");

function price(book) {
  const [title, pages] = book.split(":");
  return pages * 2;
}

let turn = 0;
setInterval(() => console.log(price(books[turn++ % books.length])), 500);
process.on("SIGTERM", () => process.exit(0));
