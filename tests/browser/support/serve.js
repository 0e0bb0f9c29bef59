// Starts the server under test on a fresh copy of the sample, so that every run publishes from the snapshot.

import { spawn } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { basename } from "node:path";
import { address, binary, sample, site, store } from "./environment.js";

const derived = ["publications", "current"];

await rm(store, { recursive: true, force: true });
await cp(sample, store, { recursive: true, filter: (source) => !derived.includes(basename(source)) });

const server = spawn(binary, ["serve", "--store", store, "--site", site, "--listen", address], {
  stdio: "inherit",
});
server.on("error", (error) => {
  console.error(`Cannot start ${binary}: ${error.message}\nRemedy: cargo xtask test --only browser`);
  process.exitCode = 1;
});
server.on("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
