// Makes a page live: loads the WASM module and hands each server-rendered island to it.
//
// A file and not an inline script, so that the content security policy needs no nonce and the same bytes
// can be served by anyone. The module's name is relative to this file, so that a site works under any base path;
// `cargo xtask` puts its hashed name in its place, and makes one script of this file and the two that it imports: what
// wasm-bindgen writes, and a list of the module's functions in it.

import start from "./granary.js";
import * as functions from "./functions.js";

const moduleUrl = new URL("./granary.wasm", import.meta.url);

// Leptos reads these three when an island holds a resource; on a streamed page an inline script sets them.
globalThis.__RESOLVED_RESOURCES ??= [];
globalThis.__SERIALIZED_ERRORS ??= [];
globalThis.__INCOMPLETE_CHUNKS ??= [];

/** Hydrates the islands at and below `node`, outer ones first: an inner island uses its parent's context. */
async function hydrate(node, restoreContext) {
  const tag = node.localName;
  if (tag === "leptos-island") {
    const island = functions[node.dataset.component];
    if (!island) throw new Error(`The module has no island named ${node.dataset.component}.`);
    // Children given to an outer island are rendered in that island's reactive owner.
    restoreContext?.();
    await island(node);
  }
  const inner = tag === "leptos-children" ? node.$$on_hydrate : restoreContext;
  for (const child of [...node.children]) await hydrate(child, inner);
}

try {
  await start({ module_or_path: moduleUrl });
  await hydrate(document.body);
  document.documentElement.dataset.islands = "ready";
} catch (error) {
  // The page stays readable as the server rendered it; style and tests see that it is not live.
  document.documentElement.dataset.islands = "failed";
  console.error("Granary could not make this page interactive.", error);
}

// What hours without a network need comes when all else is there; without one, at once.
const { pocket } = document.documentElement.dataset;
if (pocket) setTimeout(() => import(pocket), navigator.onLine && 3_000);
