// A proxy in front of the server under test, with an origin of its own: what it answers can change while a browser looks at it.

import { createServer } from "node:http";
import { origin } from "./environment.js";

/** Starts one. `behind` is the server that answers, unless the proxy `isDown`; `rewritten`, pairs of texts of equal length, of which the second takes the
 * place of the first in every answer, and the first that of the second in every address. */
export async function startProxy() {
  const state = { behind: origin, rewritten: [], isDown: false };
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
