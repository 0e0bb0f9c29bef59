// A proxy in front of the server under test, with an origin of its own: what it answers can change while a browser looks at it.

import { createServer } from "node:http";
import { origin } from "./environment.js";

/** Bytes of a piece of a page on a slow line, and the pause after each. */
const PIECE_BYTES = 4096;
const PAUSE_MS = 30;

/** Starts one. `behind` is the server that answers, unless the proxy `isDown`; of one that `isSlow` people see the beginning of a page before
 * its end has come; `rewritten`, pairs of texts of equal length, of which the second takes the
 * place of the first in every answer, and the first that of the second in every address. */
export async function startProxy() {
  const state = { behind: origin, rewritten: [], isDown: false, isSlow: false };
  const server = createServer(async (request, response) => {
    if (state.isDown) return response.destroy();
    const address = state.rewritten.reduce((url, [own, shown]) => url.replaceAll(shown, own), request.url);
    try {
      const answer = await fetch(state.behind + address, { method: request.method, redirect: "manual" });
      let body = Buffer.from(await answer.arrayBuffer());
      const isText = /text|json/.test(answer.headers.get("content-type") ?? "");
      for (const [own, shown] of isText ? state.rewritten : []) body = Buffer.from(body.toString().replaceAll(own, shown));
      const headers = Object.fromEntries(answer.headers);
      for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection", "etag"]) delete headers[name];
      response.writeHead(answer.status, headers);
      while (state.isSlow && headers["content-type"]?.startsWith("text/html") && body.length > PIECE_BYTES) {
        response.write(body.subarray(0, PIECE_BYTES));
        body = body.subarray(PIECE_BYTES);
        await new Promise((passed) => setTimeout(passed, PAUSE_MS));
      }
      response.end(body);
    } catch {
      response.destroy();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const stop = () => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
  return { state, stop, origin: `http://127.0.0.1:${server.address().port}` };
}
