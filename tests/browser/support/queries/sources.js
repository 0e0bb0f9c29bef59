// What queries read: tables, joins, queries within queries, rows of constants.

import { joined, Random, sql } from "./random.js";
import { EXACT, Values } from "./values.js";

/** Columns by which rows of different tables belong together. */
const KEYS = ["sku", "location", "date", "supplier", "category", "channel"];
/** More rows than this are cut before they are joined with as many. */
const MANY = 400;

export class Sources {
  /** `tables`: name, columns with kind, number of rows, whether it is computed at each query (`slow`); `samples`: see `Values`. */
  constructor(seed, tables, samples) {
    this.random = new Random(seed);
    this.values = new Values(this.random, samples);
    this.tables = tables;
    this.names = 0;
    /** Common table expressions that can be named. */
    this.common = [];
  }

  alias(letter) {
    this.names += 1;
    return `${letter}${this.names}`;
  }

  direction() {
    return this.random.of(["", "", " desc", " asc nulls first", " nulls last", " desc nulls last", " desc nulls first"]);
  }

  /** What stands after FROM, with the columns that it has. */
  source(depth) {
    const { random } = this;
    const kind = random.weighted({ table: 8, join: 5, derived: depth > 0 ? 3 : 0, common: this.common.length > 0 ? 8 : 0, values: 1 });
    if (kind === "join") return this.join(depth);
    return this.one(kind, depth);
  }

  one(kind, depth) {
    const alias = this.alias("t");
    if (kind === "derived") {
      const made = this.finished(this.query(depth - 1), 20);
      return this.from(sql`(${made}) as ${alias}`, alias, made.columns, made.rows);
    }
    if (kind === "common") {
      const { name, columns, rows } = this.random.of(this.common);
      return this.from(sql`${name} as ${alias}`, alias, columns, rows);
    }
    if (kind === "values") return this.listed(alias);
    const drawn = this.random.of(this.tables);
    const table = drawn.slow && this.random.percent(70) ? this.random.of(this.tables) : drawn;
    return this.from(sql`${table.name} as ${alias}`, alias, table.columns, table.rows);
  }

  from(text, alias, columns, rows) {
    // What a column means stays under another name, so that it can be joined.
    const column = ({ name, kind, p, s, meaning = name }) => ({ ...sql`${alias}."${name}"`, name, kind, p, s, meaning });
    return { text, scope: columns.filter(({ kind }) => kind !== "last").map(column), rows };
  }

  /** Rows of constants. */
  listed(alias) {
    const { random } = this;
    const kinds = random.some(EXACT, random.between(1, 3));
    const columns = kinds.map((kind) => ({ name: this.alias("v"), kind, ...(kind === "dec" ? { p: 12, s: 2 } : {}) }));
    const cell = (kind) => {
      const value = random.percent(12) ? "null" : this.values.constant(kind);
      const type = { int: "bigint", dec: "decimal(12, 2)", text: "varchar", date: "date", time: "timestamp", bool: "boolean" }[kind];
      return sql`cast(${value} as ${type})`;
    };
    const rows = Array.from({ length: random.between(1, 5) }, () => sql`(${joined(kinds.map(cell), ", ")})`);
    const text = sql`(values ${joined(rows, ", ")}) as ${alias} (${columns.map(({ name }) => name).join(", ")})`;
    return this.from(text, alias, columns, rows.length);
  }

  /** At most so many rows of a source. */
  cut({ scope, text, rows }) {
    if (rows <= MANY) return { scope, text, rows };
    const alias = this.alias("t");
    const exact = scope.filter(({ kind }) => EXACT.includes(kind)).map((column) => ({ ...column, name: this.alias("k") }));
    if (exact.length === 0) return { scope, text, rows };
    const shown = joined(exact.map((column) => sql`${column} as ${column.name}`), ", ");
    const order = exact.map((_, place) => place + 1).join(", ");
    return this.from(sql`(select ${shown} from ${text} order by ${order} limit 60) as ${alias}`, alias, exact, 60);
  }

  join(depth) {
    const { random } = this;
    const side = () => this.one(random.weighted({ table: 8, derived: depth > 0 ? 2 : 0, common: this.common.length > 0 ? 6 : 0, values: 1 }), Math.max(depth - 1, 0));
    let left = side();
    for (let more = random.percent(20) ? 2 : 1; more > 0; more -= 1) left = this.joined(left, side(), more === 1);
    return left;
  }

  /** `isLast`: no other table is joined, whose columns could be called the same. */
  joined(left, right, isLast) {
    const { random } = this;
    const pairs = KEYS.flatMap((key) => {
      const [one, other] = [left, right].map(({ scope }) => scope.find((column) => column.meaning === key));
      return one && other && one.kind === other.kind ? [[one, other]] : [];
    });
    const kind = random.weighted({ inner: 5, left: 4, right: 1, full: 2, cross: 1 });
    const isKeyed = kind !== "cross" && pairs.length > 0 && random.percent(90);
    // Item, location and day together name few rows.
    const isNarrow = isKeyed && (pairs.length >= 3 || Math.min(left.rows, right.rows) < 40);
    if (!isNarrow) [left, right] = [this.cut(left), this.cut(right)];
    const again = (column, { scope }) => scope.find((of) => of.meaning === column.meaning) ?? column;
    const conditions = isKeyed ? pairs.map(([one, other]) => sql`${again(one, left)} = ${again(other, right)}`) : [];
    const scope = [...left.scope, ...right.scope];
    if (random.percent(15)) conditions.push(this.values.of("bool", scope, 1));
    const rows = isKeyed ? Math.max(left.rows, right.rows) * 2 : left.rows * right.rows;
    if (kind === "cross" || conditions.length === 0) return { text: sql`${left.text} cross join ${right.text}`, scope, rows: left.rows * right.rows };
    // Full joins of the engine need an equality.
    const name = kind === "full" && !isKeyed ? "left" : kind;
    if (isLast && isKeyed && conditions.length === pairs.length && ["inner", "left"].includes(kind) && random.percent(20)) {
      const shared = this.shared(left, right, pairs);
      if (shared) return { ...shared, text: sql`${left.text} ${name} join ${right.text} using (${shared.names})`, rows };
    }
    return { text: sql`${left.text} ${name} join ${right.text} on ${joined(conditions, " and ")}`, scope, rows };
  }

  /** The columns of a join with USING: those that both have stand without a table's name. */
  shared(left, right, pairs) {
    const names = pairs.map(([one]) => one.name);
    const isOnce = (name) => [left, right].every(({ scope }) => scope.filter((column) => column.name === name).length === 1);
    if (!pairs.every(([one, other]) => one.name === other.name && !one.open && isOnce(one.name))) return null;
    const rest = [...left.scope, ...right.scope].filter(({ name }) => !names.includes(name));
    const merged = pairs.map(([one]) => ({ ...one, ...sql`"${one.name}"`, open: true }));
    return { scope: [...merged, ...rest], names: names.map((name) => `"${name}"`).join(", ") };
  }

  /** Columns of two scopes that name the same, where the outer one can be named from within. */
  pairs(outer, inner) {
    return KEYS.flatMap((key) => {
      const one = outer.find(({ meaning, open }) => meaning === key && !open);
      const other = inner.find(({ meaning }) => meaning === key);
      return one && other && one.kind === other.kind ? [[one, other]] : [];
    });
  }

  where(scope, depth, share = 45) {
    if (!this.random.percent(share)) return sql``;
    // Elsewhere the engine knows no queries in conditions; here it does not know the shared columns of a join.
    this.values.mayAsk += 1;
    const named = scope.filter(({ open }) => !open);
    const condition = this.values.of("bool", named, depth + 1);
    this.values.mayAsk -= 1;
    return sql` where ${condition}`;
  }
}
