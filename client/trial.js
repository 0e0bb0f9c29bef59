// The worker that tries forecasting methods: bytes of a request in, bytes of its answer out, in the order they come.
//
// The module's name is relative to this file; `cargo xtask` puts its hashed name in its place, and makes one script of
// this file and what it imports.

import start, { trial } from "./granary.js";

const ready = start({ module_or_path: new URL("./granary.wasm", import.meta.url) });

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    postMessage(trial(data));
  } catch (error) {
    // Anything but bytes tells the page that it failed.
    console.error("Granary could not try a forecasting method.", error);
    postMessage(null);
  }
});
