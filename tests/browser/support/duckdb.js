// A second opinion: another SQL engine over the very Parquet files the server under test serves.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { store } from "./environment.js";

const tenant = join(store, "main");

async function json(...path) {
  return JSON.parse(await readFile(join(tenant, ...path), "utf8"));
}

/** The manifest of the snapshot that is being served. */
export async function manifest() {
  const publication = (await readFile(join(tenant, "current"), "utf8")).trim();
  const { snapshot } = await json("publications", publication, "publication.json");
  return json("snapshots", `${snapshot}.json`);
}

/** Runs `sql` with one view for each table of the snapshot; rows come back as objects. */
export async function query(sql) {
  const { files } = await manifest();
  const connection = await (await DuckDBInstance.create()).connect();
  for (const table of new Set(files.map((file) => file.table))) {
    const paths = files
      .filter((file) => file.table === table)
      .map(({ path }) => `'${join(tenant, path).replaceAll("'", "''")}'`);
    await connection.run(`CREATE VIEW ${table} AS SELECT * FROM read_parquet([${paths}])`);
  }
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** The rows of a file of Parquet, long numbers as texts. */
export async function rowsOf(parquet) {
  const folder = await mkdtemp(join(tmpdir(), "granary-parquet-"));
  try {
    const file = join(folder, "answer.parquet");
    await writeFile(file, parquet);
    const connection = await (await DuckDBInstance.create()).connect();
    return (await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`)).getRowsJson();
  } finally {
    await rm(folder, { recursive: true });
  }
}
