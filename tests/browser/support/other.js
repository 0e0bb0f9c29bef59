// Another server over the store of the server under test, under a configuration of its own.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, site, store } from "./environment.js";

/** Runs a command of the program to its end, with something on its standard input. */
export function run(input, ...command) {
  const { status, stderr } = spawnSync(binary, command, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** Serves the store, or another one; `configure` writes files into a folder and returns the configuration. Returns the origin and how
 * to stop. */
export async function serve(configure, listen = "127.0.0.1:0", served = store) {
  const folder = await mkdtemp(join(tmpdir(), "granary-other-"));
  const config = join(folder, "granary.toml");
  await writeFile(config, await configure(folder));
  const serving = ["serve", "--store", served, "--site", site, "--listen", listen, "--config", config, "--log", "json"];
  const env = { ...process.env, RUST_LOG: "warn" };
  const server = spawn(binary, serving, { env, stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(server.stdout, "data");
  const [origin] = /http:\/\/\S+/.exec(said.toString());
  const stop = async () => {
    server.kill("SIGTERM");
    await once(server, "exit");
    await rm(folder, { recursive: true });
  };
  return { origin, stop };
}
