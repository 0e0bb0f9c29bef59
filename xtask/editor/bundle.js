// Bundles the editor of the page /sql: node bundle.js ENTRY OUTPUT. The packages' licences stand at its head, as they ask.

import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [entry, output] = process.argv.slice(2);
const packages = fileURLToPath(new URL("node_modules", import.meta.url));

const { metafile, outputFiles } = await build({
  entryPoints: [entry],
  nodePaths: [packages],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  metafile: true,
  write: false,
});
const names = Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
const licences = [...new Set(names)].sort().map((name) => [name, readFileSync(`${packages}/${name}/LICENSE`, "utf8").trim()]);
const texts = [...new Set(licences.map(([, text]) => text))];
const heads = texts.map((text) => `${licences.flatMap(([name, own]) => (own === text ? name : [])).join(", ")}:\n\n${text}`);
writeFileSync(output, `/*!\n${heads.join("\n\n")}\n*/\n${outputFiles[0].text}`);
