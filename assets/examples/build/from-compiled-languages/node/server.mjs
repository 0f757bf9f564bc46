// Shelf's api: a reading list over HTTP, kept in memory.
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

const TITLE_MAX = 200;
const books = new Map(); // by number, the oldest first
let lastId = 0;

const log = (event, facts) => console.log(JSON.stringify({ event, ...facts }));
const error = (status, message) => ({ status, body: { error: message } });
const notAllowed = () => error(405, "method not allowed");

function parseTitle(bytes) {
  try {
    const title = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).trim();
    const length = [...title].length;
    return length >= 1 && length <= TITLE_MAX && !/[\0-\x1f]/.test(title) ? title : null;
  } catch {
    return null; // not UTF-8
  }
}

function add(bytes) {
  const title = parseTitle(bytes);
  if (title === null) {
    return error(400, "the body must be a title of 1 to 200 characters, in UTF-8");
  }
  const book = { id: ++lastId, title };
  books.set(book.id, book);
  return { status: 201, body: book, headers: { Location: `/books/${book.id}` } };
}

function one(method, id) {
  const book = books.get(id);
  if (method !== "GET" && method !== "DELETE") return notAllowed();
  if (!book) return error(404, "there is no such book");
  if (method === "GET") return { status: 200, body: book };
  books.delete(id);
  return { status: 204 };
}

function route(method, path, bytes) {
  if (path === "/health") {
    return method === "GET" ? { status: 200, body: { status: "ok" } } : notAllowed();
  }
  if (path === "/books") {
    if (method === "GET") return { status: 200, body: [...books.values()] };
    return method === "POST" ? add(bytes) : notAllowed();
  }
  const [, number] = path.match(/^\/books\/(.*)$/) ?? [];
  return number === undefined ? error(404, "not found") : one(method, Number(number));
}

const server = createServer(async (request, response) => {
  try {
    const [path] = request.url.split("?");
    const { status, body, headers } = route(request.method, path, await buffer(request));
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(body && JSON.stringify(body));
    log("request", { method: request.method, path, status });
  } catch {
    response.destroy(); // the client went away
  }
});

const port = Number(process.env.PORT ?? 8000);
server.listen(port, () => log("started", { port }));

process.once("SIGTERM", () => {
  server.close(() => log("stopped")); // after the answers under way; then nothing is left to do
  setTimeout(() => server.closeAllConnections(), 800).unref();
});
