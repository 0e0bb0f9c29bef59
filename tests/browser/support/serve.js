// Starts the server under test on a fresh copy of the sample, so that every run publishes from the snapshot.

import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { address, binary, results, sample, site, store } from "./environment.js";

const derived = ["publications", "current"];
const log = `${results}/server.log`;

await rm(store, { recursive: true, force: true });
await mkdir(results, { recursive: true });
await cp(sample, store, { recursive: true, filter: (source) => !derived.includes(basename(source)) });

const output = openSync(log, "w");
const config = fileURLToPath(new URL("server.toml", import.meta.url));
const server = spawn(binary, ["serve", "--store", store, "--site", site, "--listen", address, "--config", config], {
  stdio: ["ignore", output, output],
});
server.on("error", (error) => {
  console.error(`Cannot start ${binary}: ${error.message}\nRemedy: cargo xtask test --only browser`);
  process.exitCode = 1;
});
server.on("exit", (code) => {
  if (code !== 0) console.error(readFileSync(log, "utf8").split("\n").slice(-20).join("\n"));
  process.exit(code ?? 1);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
