// What a run is made of. `cargo xtask test` sets the variables; the defaults serve a run by hand:
// `npx playwright test` after `cargo xtask serve` has built everything once.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The server's binary. */
export const binary = process.env.GRANARY_BIN ?? path("../../../target/debug/granary");

/** The folder `cargo xtask` builds for the browser. */
export const site = process.env.GRANARY_SITE ?? path("../../../target/site");

/** The store in the repository; tests never write to it. */
export const sample = process.env.GRANARY_SAMPLE ?? path("../../../data/sample");

/** Everything a run leaves behind. */
export const results = path("../results");

/** The copy of the sample that the server under test publishes and serves. */
export const store = path("../results/store");

/** Where screenshots go. */
export const screenshots = process.env.GRANARY_SCREENSHOTS ?? path("../results/screenshots");

const port = Number(process.env.GRANARY_TEST_PORT ?? 43117);

export const address = `127.0.0.1:${port}`;

export const origin = `http://${address}`;

/** The port of the portal that embeds views; `server.toml` lists its origin. */
export const portalPort = 43118;

/** The system's browser: nothing is downloaded. */
export const chromium =
  process.env.GRANARY_CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
