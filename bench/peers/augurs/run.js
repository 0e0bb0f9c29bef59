// AutoETS in WASM, of both sides, in Node: for each line of standard input, the name of a side, one pass over all
// series. Arguments: the folder of Granary's module and the file of series, a line each.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { AutoETS, initSync } from "@bsull/augurs/ets";

const [, , folder, file] = process.argv;
const granary = await import(pathToFileURL(`${folder}/bench.js`));
granary.initSync({ module: readFileSync(`${folder}/bench_bg.wasm`) });
initSync({ module: readFileSync(new URL("ets_bg.wasm", import.meta.resolve("@bsull/augurs/ets"))) });

const HORIZON = 28;
const series = readFileSync(file, "utf8").trim().split("\n").map((line) => Float64Array.from(line.split(" "), Number));

const sides = {
  granary: (history) => granary.auto_ets(history, 1, HORIZON),
  augurs: (history) => {
    const model = new AutoETS(1, "ZZN");
    model.fit(history);
    const { point } = model.predict(HORIZON);
    model.free();
    return point;
  },
};

for await (const side of createInterface({ input: process.stdin })) {
  const answer = [];
  const started = performance.now();
  for (const history of series) answer.push(...sides[side](history));
  console.log(JSON.stringify({ ms: performance.now() - started, answer }));
}
