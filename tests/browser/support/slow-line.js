// A line so slow that people see the beginning of a page before its end has come.

import http from "node:http";

/** Bytes of a piece of a page, and the pause after each. */
const PIECE_BYTES = 4096;
const PAUSE_MS = 30;

/** Calls `use` with the address of a server that hands on what `origin` answers, pages piece by piece. */
export async function onASlowLine(origin, use) {
  const line = http.createServer((asked, answer) => {
    const headers = { ...asked.headers, host: new URL(origin).host, "accept-encoding": "identity" };
    http.get(new URL(asked.url, origin), { headers }, async (got) => {
      answer.writeHead(got.statusCode, got.headers);
      const isPage = got.headers["content-type"]?.startsWith("text/html");
      for await (const bytes of got) {
        const step = isPage ? PIECE_BYTES : bytes.length;
        for (let at = 0; at < bytes.length; at += step) {
          answer.write(bytes.subarray(at, at + step));
          if (isPage) await new Promise((done) => setTimeout(done, PAUSE_MS));
        }
      }
      answer.end();
    });
  });
  await new Promise((done) => line.listen(0, "127.0.0.1", done));
  try {
    await use(`http://127.0.0.1:${line.address().port}`);
  } finally {
    line.closeAllConnections();
    line.close();
  }
}
