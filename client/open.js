// The first script of a page on a host of files. Where the address asks for something, the page as it was exported is not
// what was asked: it stays hidden until the module has drawn it anew. Then follows what makes the page live.
//
// It runs before the page is read, so that nobody sees numbers that a filter should have changed.

import { open } from "./draw.js";

const { path, draws, then, failed } = document.currentScript.dataset;

// Derived files of an export are compressed, because few hosts do it for files of their kind.
const plainly = globalThis.fetch.bind(globalThis);
globalThis.fetch = async (...asked) => {
  const answer = await plainly(...asked);
  if (!answer.ok || !new URL(answer.url).pathname.endsWith(".bin")) return answer;
  const bytes = await answer.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  // Some hosts say of such files that they are compressed, and then the browser has read them already.
  const isCompressed = first === 0x1f && second === 0x8b;
  return new Response(isCompressed ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")) : bytes);
};

async function start() {
  const { search } = location;
  const asked = path !== undefined && search.length > 1 ? [path, search] : undefined;
  await open({ asked, load: (script) => import(script), draws, then, failed });
}

start();
