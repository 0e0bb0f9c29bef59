// Queries from a seed, each as a pair of texts. A query says the kinds of its columns, and in what order its rows come.

import { aggregates } from "./aggregates.js";
import { joined, sql } from "./random.js";
import { Sources } from "./sources.js";
import { EXACT } from "./values.js";
import { windows } from "./windows.js";

export class Queries extends Sources {
  constructor(seed, tables, samples) {
    super(seed, tables, samples);
    this.values.subquery = (scope, depth) => this.condition(scope, depth);
  }

  /** A whole query. */
  whole() {
    const { random } = this;
    const depth = random.of([1, 1, 2, 2, 3]);
    if (!random.percent(18)) return this.finished(this.query(depth));
    const names = [];
    for (let count = random.between(1, 2); count > 0; count -= 1) {
      const made = this.finished(this.query(1), 30);
      const name = this.alias("w");
      names.push(sql`${name} as (${made})`);
      this.common.push({ name, columns: made.columns, rows: made.rows });
    }
    const made = this.finished(this.query(depth));
    return { ...made, ...sql`with ${joined(names, ", ")} ${made}` };
  }

  /** A query without order. */
  query(depth) {
    const kind = this.random.weighted({ plain: 6, aggregate: 7, window: 4, union: depth > 0 ? 3 : 0, first: 1 });
    switch (kind) {
      case "aggregate":
        return aggregates(this, depth);
      case "window":
        return windows(this, depth);
      case "union":
        return this.combined(depth - 1);
      case "first":
        return this.first(depth);
      default:
        return this.plain(depth);
    }
  }

  /** The same with an order and a limit, if it has one. `share` is how often it has. */
  finished(query, share = 65) {
    const { random } = this;
    const places = query.columns.flatMap((column, place) => (EXACT.includes(column.kind) ? [place + 1] : []));
    if (places.length === 0 || !(random.percent(share) || query.rows > 5_000)) return query;
    const order = random.some(places, places.length).map((place) => ({ place, text: this.direction() }));
    let text = sql`${query} order by ${order.map(({ place, text }) => `${place}${text}`).join(", ")}`;
    const isTotal = places.length === query.columns.length;
    let { rows } = query;
    if (isTotal && (random.percent(60) || rows > 5_000)) {
      const limit = random.of([0, 1, 3, 10, 10, 50, 50]);
      text = sql`${text} limit ${limit}${random.percent(20) ? ` offset ${random.between(0, 5)}` : ""}`;
      rows = Math.min(rows, limit);
    }
    return { ...query, ...text, rows, order: order.map(({ place }) => place - 1) };
  }

  /** An expression of a kind that is drawn, seldom a scalar query. */
  expression(scope, depth) {
    const { random, values } = this;
    if (depth > 0 && random.percent(6)) {
      const made = this.scalar(scope);
      if (made) return made;
    }
    if (random.percent(7)) return this.last(scope, depth);
    return values.of(values.drawn(["int", "int", "dec", "dec", "dec", "num", "text", "text", "text", "date", "date", "time", "bool"], scope), scope, depth);
  }

  /** A ratio of decimals: its digits differ, so that nothing is computed of it. */
  last(scope, depth) {
    const [one, other] = [this.values.of("dec", scope, depth), this.values.of("int", scope, 0)];
    if (one.p > 20) return { ...one };
    return { ...sql`(${one} / nullif(${other}, 0))`, kind: "last" };
  }

  /** Expressions under names that nothing else has. */
  named(expressions) {
    const columns = expressions.map(({ kind, p, s, meaning }) => ({ name: this.alias("c"), kind, p, s, meaning }));
    return { columns, text: joined(expressions.map((one, place) => sql`${one} as ${columns[place].name}`), ", ") };
  }

  plain(depth) {
    const { random } = this;
    const { text, scope, rows } = this.source(depth);
    const list = Array.from({ length: random.between(1, 5) }, () => this.expression(scope, depth));
    const { columns, text: shown } = this.named(list);
    const isDistinct = random.percent(15) && columns.every(({ kind }) => EXACT.includes(kind));
    const made = sql`select ${isDistinct ? "distinct " : ""}${shown} from ${text}${this.where(scope, depth)}`;
    return { ...made, columns, rows };
  }

  /** DISTINCT ON, with a total order. */
  first(depth) {
    const { scope, text, rows } = this.source(depth);
    const exact = scope.filter(({ kind }) => EXACT.includes(kind));
    if (exact.length < 2) return this.plain(depth);
    const [key, ...rest] = this.random.some(exact, exact.length);
    const order = [key, ...rest].map((column) => sql`${column}${this.direction()}`);
    const { columns, text: shown } = this.named([key, ...this.random.some(rest, 3)]);
    const made = sql`select * from (select distinct on (${key}) ${shown} from ${text}${this.where(scope, depth)} order by ${joined(order, ", ")}) as ${this.alias("t")}`;
    return { ...made, columns, rows };
  }

  /** UNION, INTERSECT, EXCEPT of queries with the same kinds. */
  combined(depth) {
    const { random } = this;
    const kinds = Array.from({ length: random.between(1, 3) }, () => random.of(["int", "dec", "text", "text", "date", "bool"]));
    const side = () => {
      const { text, scope, rows } = this.source(depth);
      const { columns, text: shown } = this.named(kinds.map((kind) => this.values.of(kind, scope, random.between(0, 1))));
      return { ...sql`select ${shown} from ${text}${this.where(scope, 0)}`, columns, rows };
    };
    let made = side();
    for (let more = random.percent(25) ? 2 : 1; more > 0; more -= 1) {
      const other = side();
      const columns = made.columns.map((column, place) => this.either(column, other.columns[place]));
      if (columns.some((column) => !column)) return made;
      const word = random.of(["union", "union", "union all", "union all", "intersect", "except"]);
      // INTERSECT binds more strongly than the others: brackets say what is meant.
      made = { ...sql`(${made}) ${word} (${other})`, columns, rows: made.rows + other.rows };
    }
    return made;
  }

  either(one, other) {
    const type = this.values.wider(one, other);
    return type && { ...one, ...type };
  }

  /** A condition with a query in it. */
  condition(scope, depth) {
    const { random, values } = this;
    const { text, scope: inner } = this.one("table", 0);
    const pairs = this.pairs(scope, inner);
    const bool = (made) => ({ ...made, kind: "bool" });
    const form = random.weighted({ exists: 3, in: 4, compare: 2, any: 1 });
    const not = random.percent(30) ? "not " : "";
    if (form === "exists") {
      if (pairs.length === 0) return null;
      const same = random.some(pairs, 2).map(([one, other]) => sql`${other} = ${one}`);
      const rest = random.percent(50) ? sql` and ${values.of("bool", inner, 1)}` : sql``;
      return bool(sql`(${not}exists (select 1 from ${text} where ${joined(same, " and ")}${rest}))`);
    }
    const kind = random.of(["text", "date", "dec", "int"]);
    const columns = values.columns(inner, kind);
    if (columns.length === 0) return null;
    const value = values.of(kind, scope, Math.min(depth, 1));
    if (form === "in") {
      return bool(sql`(${value} ${not}in (select ${random.of(columns)} from ${text}${this.where(inner, 0)}))`);
    }
    const compared = random.of(["=", "<", ">", ">=", "<>"]);
    if (form === "any") {
      return bool(sql`(${value} ${compared} ${random.of(["any", "all"])} (select ${random.of(columns)} from ${text}${this.where(inner, 0)}))`);
    }
    const same = pairs.length > 0 && random.percent(60) ? sql` where ${pairs[0][1]} = ${pairs[0][0]}` : sql``;
    return bool(sql`(${value} ${compared} (select ${random.of(["min", "max"])}(${random.of(columns)}) from ${text}${same}))`);
  }

  /** One value of another table. */
  scalar(scope) {
    const { random, values } = this;
    const { text, scope: inner } = this.one("table", 0);
    const pairs = this.pairs(scope, inner);
    const same = pairs.length > 0 ? sql` where ${random.of(pairs).reduce((one, other) => sql`${other} = ${one}`)}` : sql``;
    const columns = values.columns(inner, "dec");
    if (random.percent(40) || columns.length === 0) return { ...sql`(select count(*) from ${text}${same})`, kind: "int" };
    const column = random.of(columns);
    const name = random.of(["sum", "min", "max"]);
    return { ...sql`(select ${name}(${column}) from ${text}${same})`, kind: "dec", p: name === "sum" ? 38 : column.p, s: column.s };
  }
}
