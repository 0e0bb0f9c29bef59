// Bundles a script with all that it imports: node bundle.js ENTRY OUTPUT FORMAT; `esm` for a module, `iife` for a script that runs
// where it stands. The licences of packages in it, such as the editor of the page /sql has, stand at its head, as they ask.

import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [entry, output, format] = process.argv.slice(2);
const packages = fileURLToPath(new URL("node_modules", import.meta.url));

const { metafile, outputFiles } = await build({
  entryPoints: [entry],
  nodePaths: [packages],
  bundle: true,
  format,
  minify: true,
  target: "es2022",
  // Classes of a module that no page uses can go, once these two are known to change nothing.
  define: { "Symbol.dispose": "undefined" },
  pure: ["FinalizationRegistry"],
  metafile: true,
  write: false,
});
const names = Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
const licence = (name) => readdirSync(`${packages}/${name}`).find((file) => /^licen[cs]e/i.test(file));
const licences = [...new Set(names)].sort().map((name) => [name, readFileSync(`${packages}/${name}/${licence(name)}`, "utf8").trim()]);
const texts = [...new Set(licences.map(([, text]) => text))];
const heads = texts.map((text) => `${licences.flatMap(([name, own]) => (own === text ? name : [])).join(", ")}:\n\n${text}`);
const head = heads.length > 0 ? `/*!\n${heads.join("\n\n")}\n*/\n` : "";
writeFileSync(output, head + outputFiles[0].text);
