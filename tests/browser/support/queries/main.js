// Asks Granary and DuckDB the same queries over the same Parquet files.
//
// Reads a line of JSON for each store, { address, tenant, seed, count, verbose }, and answers a line: how many were asked, how
// many of them were refused and with what code, and each difference. For { address, known: true } it tells which of the known
// differences are no longer so.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";
import { cell, columnOf, difference } from "./compare.js";
import { KNOWN } from "./known.js";
import { Queries } from "./queries.js";
import { quoted } from "./random.js";

/** Views over the tables; computing the first takes as long as all of the query. */
const COMPUTED = ["item_location", "kpi_day"];

/** The kind of a column's values, as queries are made of them; none for other types. */
function kindOf(type) {
  const decimal = /^Decimal\d*\((\d+), (\d+)\)/.exec(type);
  if (decimal) {
    const [p, s] = [Math.min(Number(decimal[1]), 38), Number(decimal[2])];
    return { kind: "dec", p, s, duckdb: `decimal(${p}, ${s})` };
  }
  if (/^(Int|UInt)/.test(type)) return { kind: "int", duckdb: "bigint" };
  if (/^Float/.test(type)) return { kind: "num", duckdb: "double" };
  if (/^(Utf8|LargeUtf8)/.test(type)) return { kind: "text", duckdb: "varchar" };
  if (/^Date/.test(type)) return { kind: "date", duckdb: "date" };
  if (/^Timestamp/.test(type)) return { kind: "time", duckdb: "timestamp" };
  if (/^Boolean/.test(type)) return { kind: "bool", duckdb: "boolean" };
  return null;
}

class Store {
  constructor(address, connection) {
    this.address = address;
    this.connection = connection;
  }

  async ask(text, accept = "application/json") {
    const headers = { "content-type": "application/json", accept };
    const body = JSON.stringify({ sql: text, row_limit: 100_000 });
    return fetch(`http://${this.address}/api/v1/sql`, { method: "POST", headers, body });
  }

  /** The tables in both engines: DuckDB's from the Parquet files, null where a column or table is absent. */
  async tables(tenant) {
    const current = (await readFile(join(tenant, "current"), "utf8")).trim();
    const json = async (...path) => JSON.parse(await readFile(join(tenant, ...path), "utf8"));
    const { snapshot } = await json("publications", current, "publication.json");
    const { files } = await json("snapshots", `${snapshot}.json`);
    const schema = await (await fetch(`http://${this.address}/api/v1/sql/schema`)).json();
    const tables = [];
    for (const { name, rows } of schema.tables.filter(({ rows, name }) => rows !== null || COMPUTED.includes(name))) {
      const paths = files.filter((file) => file.table === name).map(({ path }) => join(tenant, path));
      tables.push(await this.table(name, rows, paths));
    }
    return tables.filter(({ rows }) => rows > 0);
  }

  async table(name, rows, paths) {
    const answer = await (await this.ask(`select * from ${name} limit 1`)).json();
    const columns = answer.columns.map((column) => ({ name: column.name, ...kindOf(column.type) })).filter(({ kind }) => kind);
    const isComputed = !(rows >= 0) || rows === null;
    if (isComputed) {
      // Views are those of Granary: their rows are what is asked about.
      const { rows: all } = await (await this.ask(`select * from ${name}`)).json();
      await this.create(name, columns, "where false");
      const places = columns.map(({ name: column }) => answer.columns.findIndex((of) => of.name === column));
      const value = (of) => (of === null ? "null" : quoted(String(of)));
      const lines = all.map((row) => `(${places.map((place) => value(row[place])).join(", ")})`);
      for (let at = 0; at < lines.length; at += 2_000) await this.connection.run(`insert into ${name} values ${lines.slice(at, at + 2_000).join(", ")}`);
      return { name, columns, rows: all.length, slow: true };
    }
    await this.create(name, columns, paths.length > 0 ? `from read_parquet([${paths.map(quoted)}], union_by_name = true)` : "where false", paths);
    return { name, columns, rows, slow: false };
  }

  async create(name, columns, rows, paths = []) {
    const there = paths.length > 0 ? (await this.rows(`describe select * ${rows}`)).map(([column]) => column) : [];
    const cells = columns.map((column) => `${there.includes(column.name) ? `"${column.name}"` : "null"}::${column.duckdb} as "${column.name}"`);
    await this.connection.run(`create table ${name} as select ${cells.join(", ")} ${rows}`);
  }

  async rows(text) {
    return (await this.connection.runAndReadAll(text)).getRowsJson();
  }

  /** Of each kind some values that the tables have. */
  async samples(tables) {
    const samples = {};
    for (const { name, columns } of tables) {
      for (const { name: column, kind } of columns.filter((of) => ["text", "dec", "date", "time"].includes(of.kind))) {
        const found = await this.rows(`select distinct "${column}" from ${name} where "${column}" is not null order by 1 limit 40`);
        samples[kind] = [...(samples[kind] ?? []), ...found.flatMap(([value], place) => (place % 8 === 0 ? [value] : []))];
      }
    }
    return samples;
  }

  /** One query: nothing if both answer the same, else what differs or who refused. */
  async compare(query) {
    const answer = await this.ask(query.ours);
    const ours = await answer.json();
    let theirs;
    let failed = null;
    try {
      theirs = await this.connection.runAndReadAll(query.theirs);
    } catch (error) {
      failed = String(error.message).split("\n")[0];
    }
    if (answer.status !== 200) {
      const code = ours.sql?.code ?? String(answer.status);
      return { refused: code, message: ours.sql?.message ?? JSON.stringify(ours), also: failed };
    }
    if (failed !== null) return { failed };
    if (ours.cut_at) return { refused: "more rows than an answer has", message: "" };
    const types = theirs.columnTypes().map(String);
    const columns = ours.columns.map(({ type }, place) => columnOf(type, types[place]));
    const cells = (rows) => rows.map((row) => row.map((value, place) => cell(value, columns[place])));
    const found = difference(cells(ours.rows), cells(theirs.getRowsJson()), columns, query.order);
    return found === null ? null : { different: found };
  }
}

async function connected() {
  const connection = await (await DuckDBInstance.create()).connect();
  // Missing values stand last, and first where the order descends, as in PostgreSQL.
  await connection.run("set default_null_order = 'nulls_last_on_asc_first_on_desc'");
  await connection.run("set threads = 1");
  // It takes a filter that it learns in a join through ORDER BY … LIMIT, and keeps other rows (DuckDB 1.5.4).
  await connection.run("set disabled_optimizers = 'join_filter_pushdown'");
  return connection;
}

/** The known differences that are others than they are told to be. */
async function known({ address }) {
  const connection = await connected();
  const store = new Store(address, connection);
  const changed = [];
  for (const { sql, ours, theirs } of KNOWN) {
    const answer = await store.ask(sql);
    const told = await answer.json();
    const found = answer.status === 200 ? told.rows[0] : told.sql?.code;
    const [other] = await store.rows(sql);
    const isSame = JSON.stringify([found, other]) === JSON.stringify([ours, theirs]);
    if (!isSame) changed.push({ sql, found, other });
  }
  connection.closeSync();
  return { tried: KNOWN.length, changed };
}

async function answer({ address, tenant, seed, count, verbose = false }) {
  const connection = await connected();
  const store = new Store(address, connection);
  const tables = await store.tables(tenant);
  const samples = await store.samples(tables);
  const told = { tried: count, compared: 0, refused: {}, failed: {}, differences: [] };
  for (let place = 0; place < count; place += 1) {
    const query = new Queries(seed * 100_000 + place, tables, samples).whole();
    const outcome = await store.compare(query);
    const counted = (kind, name) => (told[kind][name] = (told[kind][name] ?? 0) + 1);
    if (outcome === null) told.compared += 1;
    else if (outcome.refused) counted("refused", outcome.refused);
    else if (outcome.failed) counted("failed", outcome.failed.replace(/[:"'(].*/, ""));
    else told.differences.push({ seed, place, ...query, columns: undefined, ...outcome });
    if (verbose && outcome !== null) console.error(JSON.stringify({ seed, place, ...outcome, ours: query.ours, theirs: query.theirs }));
  }
  connection.closeSync();
  return told;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(await (question.known ? known(question) : answer(question))));
}
