// The page that times both: it loads the plan's files into the WASM module and copies its columns out for JavaScript.

import start, { Catalogue } from "./pkg/bench.js";
import { totals } from "./what_if.js";

const COLUMNS = [
  "demand_per_day", "error_sd_per_day", "lead_time_days", "lead_time_sd_days", "unit_cost", "minimum_order",
  "pack_size", "exposed_demand_per_day", "review_sd_per_day", "factor_shift", "factor_slope",
];

let catalogue;
let columns;
let rows;

globalThis.load = async (shards) => {
  await start({ module_or_path: new URL("./pkg/bench_bg.wasm", import.meta.url) });
  catalogue = new Catalogue();
  for (let shard = 0; shard < shards; shard++) {
    const answer = await fetch(`./plan/${shard}`);
    catalogue.append(new Uint8Array(await answer.arrayBuffer()));
  }
  columns = Object.fromEntries(COLUMNS.map((name) => [name, catalogue.column(name)]));
  rows = Uint32Array.from(columns.demand_per_day, (_, row) => row);
  return rows.length;
};

/** Milliseconds of one evaluation, and its answer. */
globalThis.evaluate = (contender, repetitions, scenario) => {
  const values = Float64Array.from(scenario);
  const once = contender === "wasm" ? () => catalogue.totals(values) : () => totals(columns, rows, values);
  const started = performance.now();
  let answer;
  for (let i = 0; i < repetitions; i++) answer = once();
  return { ms: (performance.now() - started) / repetitions, answer: [...answer] };
};

globalThis.ready = true;
