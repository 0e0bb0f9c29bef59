// Runs a test program that was compiled to WASM. Cargo starts it as `node run.mjs FILE ARGUMENTS`.
//
// Node's WASI provides arguments, output, random numbers and a clock. It provides no files: pure code needs none.

import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";

const [file, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [file, ...args], env: process.env, returnOnExit: true });
const module = await WebAssembly.compile(await readFile(file));
// WASM cannot unwind, so a failing test traps; Node then exits with an error.
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
