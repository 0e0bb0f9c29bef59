// The worker that makes workbooks where no server does: bytes of a list in, bytes of its workbook out.
//
// The module's name is relative to this file; `cargo xtask` puts its hashed name in its place, and makes one script of
// this file and what it imports.

import start, { workbook } from "./granary.js";

const ready = start({ module_or_path: new URL("./granary.wasm", import.meta.url) });

addEventListener("message", async ({ data }) => {
  try {
    await ready;
    postMessage(workbook(data));
  } catch (error) {
    // Anything but bytes tells the page that it failed.
    console.error("Granary could not make a workbook.", error);
    postMessage(null);
  }
});
