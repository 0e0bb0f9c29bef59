// The portal of the examples, as tests run it: on an origin of its own, over the server under test.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { portal } from "../../../examples/embedding/portal.mjs";
import { token } from "../../../examples/embedding/token.mjs";
import { origin as granary, portalPort } from "./environment.js";

const here = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const key = "portal";

/** The portal's origin. */
export const origin = `http://localhost:${portalPort}`;

/** The secret that it shares with the server. */
export const secret = (await readFile(here("portal.key"), "utf8")).trim();

/** A port that is not in the server's configuration. */
export const otherPort = portalPort + 1;

/** Opens the portal; whoever reads it sees these views, within a lock. */
export const open = (views, lock, other = {}) => portal({ granary, secret, key, port: portalPort, views, lock, ...other });

/** A token as the portal signs it, with other claims in the place of some. */
export const sign = (claims) => token({ key, secret, origin, ...claims });

/** Vue, as a module for browsers. */
export const vue = () => readFile(here("../node_modules/vue/dist/vue.esm-browser.prod.js"), "utf8");

/** The example in React, bundled with what puts it into a page. */
export async function react(category) {
  const contents = `
    import { createRoot } from "react-dom/client";
    import { Stock } from "./react.jsx";
    createRoot(document.querySelector("#app")).render(<Stock category=${JSON.stringify(category)} />);`;
  const bundled = await build({
    stdin: { contents, loader: "jsx", resolveDir: here("../../../examples/embedding") },
    bundle: true, write: false, format: "esm", jsx: "automatic", external: ["http://*"],
    nodePaths: [here("../node_modules")], define: { "process.env.NODE_ENV": '"production"' },
  });
  return bundled.outputFiles[0].text.replaceAll("http://127.0.0.1:3000", granary);
}
