// Makes a script or a style sheet small: node minify.js FILE OUTPUT. What it does stays the same.

import { transform } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";

const [file, output] = process.argv.slice(2);
const { code } = await transform(readFileSync(file, "utf8"), {
  loader: extname(file).slice(1),
  format: extname(file) === ".js" ? "esm" : undefined,
  minify: true,
  target: "es2022",
});
writeFileSync(output, code);
