// A portal that embeds Granary: it serves the pages of this folder and signs tokens for whoever opens them. A real one asks
// who that is first, and locks the token to what they may see.
//
//   node portal.mjs http://127.0.0.1:3000 portal.key 8080

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { token } from "./token.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript" };

/** Serves the portal of a Granary server, with a secret under a key's id, on a port; `others` are more files, by their paths. */
export function portal({ granary, secret, key = "portal", port, views, lock, others = {} }) {
  const origin = `http://localhost:${port}`;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, origin);
    if (pathname === "/granary-token") {
      response.writeHead(200, { "content-type": "text/plain", "cache-control": "no-store" });
      return response.end(token({ key, secret, origin, views, lock, subject: "a reader of the portal" }));
    }
    const name = pathname === "/" ? "/plain.html" : pathname;
    if (!/^\/[a-z-]+\.(html|m?js)$/.test(name)) return response.writeHead(404).end();
    try {
      const page = others[name] ?? await readFile(fileURLToPath(new URL(`.${name}`, import.meta.url)), "utf8");
      response.writeHead(200, { "content-type": TYPES[extname(name)] });
      response.end(page.replaceAll("http://127.0.0.1:3000", granary));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((ready) => server.listen(port, "localhost", () => ready(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [granary, file, port = "8080"] = process.argv.slice(2);
  const secret = (await readFile(file, "utf8")).trim();
  await portal({ granary, secret, port: Number(port), views: ["overview", "items", "item", "what-if"] });
  console.log(`http://localhost:${port}/`);
}
