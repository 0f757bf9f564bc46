import { createServer } from "node:http";
import { greeting } from "./greeting.js";

createServer((request, response) => response.end(`${greeting}\n`)).listen(8000);
process.on("SIGTERM", () => process.exit(0));
