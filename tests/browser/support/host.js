// Hosts of static files, as they differ from each other: what they do with a folder without its slash, with a file that is not
// there, and with compression.

import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";

const TYPES = {
  ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".txt": "text/plain",
};

/** The kinds: Python's http.server, a bucket's website, and a host of pages such as GitHub's or Cloudflare's. */
export const kinds = {
  python: { redirect: 301, keepsQuery: true },
  bucket: { redirect: 302, keepsQuery: false, has404: true },
  pages: { redirect: 308, keepsQuery: true, has404: true, compresses: true, readsHeaders: true },
};

/** Serves a folder under a path on a port of its own; returns its origin and how to stop it. */
export async function serveFiles(folder, base, kind) {
  const { redirect, keepsQuery, has404, compresses, readsHeaders } = kinds[kind];
  const policy = readsHeaders
    ? /Content-Security-Policy: (.*)/.exec(await readFile(join(folder, "_headers"), "utf8"))[1]
    : undefined;
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://host");
    const path = normalize(decodeURIComponent(pathname));
    const missing = () => {
      response.writeHead(404, { "content-type": "text/html" });
      if (has404) createReadStream(join(folder, "404.html")).pipe(response);
      else response.end("<title>Not found</title>");
    };
    if (!path.startsWith(base)) return missing();
    const file = join(folder, path.slice(base.length));
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory() && !path.endsWith("/")) {
      response.writeHead(redirect, { location: `${pathname}/${keepsQuery ? search : ""}` });
      return response.end();
    }
    const body = found?.isDirectory() ? join(file, "index.html") : file;
    if (!(await stat(body).catch(() => undefined))?.isFile()) return missing();
    const type = TYPES[extname(body)];
    const headers = { "content-type": type ?? "application/octet-stream" };
    if (policy) headers["content-security-policy"] = policy;
    if (compresses && type) headers["content-encoding"] = "gzip";
    response.writeHead(200, headers);
    const bytes = createReadStream(body);
    (compresses && type ? bytes.pipe(createGzip()) : bytes).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const stop = () => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}
