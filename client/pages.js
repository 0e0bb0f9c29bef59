// Loads the module that draws pages where a host has files only.
//
// The module's name is relative to this file; `cargo xtask` puts its hashed name in its place, and makes one script of
// this file and what it imports.

import start, { draw as drawn } from "./granary.js";

const ready = start({ module_or_path: new URL("./granary.wasm", import.meta.url) });

/** The document of a page under a query string. */
export async function draw(...asked) {
  await ready;
  return drawn(...asked);
}
