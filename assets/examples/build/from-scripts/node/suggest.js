// Suggests a book to whoever asks.
import { createServer } from "node:http";
import escapeHtml from "escape-html";

const books = ["Dune", "Emma"];

const server = createServer((request, response) => {
  console.log("asked for", request.url);
  response.setHeader("Content-Type", "text/html");
  response.end(`<p>Read ${escapeHtml(books[0])}\n`);
});
server.listen(8000);

process.on("SIGTERM", () => {
  console.log("stopping");
  server.close(); // ends the process when the last answer is sent
});
