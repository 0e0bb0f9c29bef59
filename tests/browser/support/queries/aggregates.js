// Queries that group and add up.

import { joined, sql, two } from "./random.js";
import { EXACT } from "./values.js";

/** Aggregates of the rows of a scope, as expressions. */
export function aggregate(queries, scope, depth) {
  const { random, values } = queries;
  const of = (kind) => values.of(kind, scope, depth);
  const double = () => sql`cast(${random.percent(60) ? of("dec") : of("int")} as double)`;
  const filter = () => (random.percent(15) ? sql` filter (where ${of("bool")})` : sql``);
  const exact = () => of(values.drawn(EXACT, scope));
  const typed = (text, kind, rest = {}) => ({ ...text, kind, ...rest });
  const form = random.weighted({
    rows: 4, count: 2, distinct: 2, sum: 6, whole: 3, extreme: 5, mean: 3, double: 2, median: 1, quantile: 1, spread: 2,
    pair: 1, all: 1, bits: 1, texts: 1, once: 1,
  });
  switch (form) {
    case "rows":
      return typed(sql`count(*)${filter()}`, "int");
    case "count":
      return typed(sql`count(${exact()})${filter()}`, "int");
    case "distinct":
      return typed(sql`count(distinct ${exact()})${filter()}`, "int");
    case "sum":
    case "once": {
      const one = of("dec");
      if (one.p > 30) return typed(sql`count(${one})`, "int");
      return typed(sql`sum(${form === "once" ? "distinct " : ""}${one})${filter()}`, "dec", { p: 38, s: one.s });
    }
    case "whole":
      return typed(sql`sum(${of("int")})${filter()}`, "dec", { p: 38, s: 0 });
    case "extreme": {
      const one = exact();
      if (one.kind === "bool") return typed(sql`${random.of(["bool_and", "bool_or"])}(${one})${filter()}`, "bool");
      return typed(sql`${random.of(["min", "max"])}(${one})${filter()}`, one.kind, { p: one.p, s: one.s });
    }
    case "mean": {
      const one = of(random.of(["dec", "int"]));
      return typed(sql`avg(${one})${filter()}`, "last");
    }
    case "double":
      return typed(sql`${random.of(["avg", "sum"])}(${double()})${filter()}`, "num");
    case "median":
      return typed(sql`median(${double()})`, "num");
    case "quantile":
      return typed(sql`percentile_cont(${random.of(["0.5", "0.1", "0.25", "0.9", "1", "0"])}) within group (order by ${double()})`, "num");
    case "spread": {
      const [ours, theirs] = random.of([["stddev", "stddev"], ["stddev_pop", "stddev_pop"], ["stddev_samp", "stddev_samp"], ["var_pop", "var_pop"], ["var_samp", "var_samp"]]);
      const one = double();
      const kept = filter();
      return typed(two(sql`${ours}(${one})${kept}`, sql`${theirs}(${one})${kept}`), "num");
    }
    case "pair":
      return pair(random, values, scope, double);
    case "all":
      return typed(sql`${random.of(["bool_and", "bool_or"])}(${of("bool")})${filter()}`, "bool");
    case "bits":
      return typed(sql`${random.of(["bit_and", "bit_or", "bit_xor"])}(cast(${of("int")} as bigint))`, "int");
    default: {
      const texts = values.columns(scope, "text");
      if (texts.length === 0) return typed(sql`count(*)`, "int");
      const one = random.of(texts);
      const isOnce = random.percent(40) ? "distinct " : "";
      return typed(sql`string_agg(${isOnce}${one}, ',' order by ${one})`, "text");
    }
  }
}

/** What two numbers have to do with one another. Of a value that never varies DuckDB says that it is not a number, where the standard
 * has none; only whole numbers are sure to vary by nothing at all. */
function pair(random, values, scope, double) {
  if (random.percent(60)) return { ...sql`${random.of(["covar_pop", "covar_samp", "regr_avgx"])}(${double()}, ${double()})`, kind: "num" };
  const [one, other] = [values.leaf("int", scope), values.leaf("int", scope)];
  const call = sql`${random.of(["corr", "regr_slope"])}(cast(${one} as double), cast(${other} as double))`;
  return { ...two(call, sql`nullif(${call}, 'nan'::double)`), kind: "num" };
}

/** A query with GROUP BY, or one that adds up all rows. */
export function aggregates(queries, depth) {
  const { random, values } = queries;
  const { text, scope, rows } = queries.source(depth);
  const columns = scope.filter(({ kind }) => EXACT.includes(kind));
  const isSets = columns.length > 1 && random.percent(15);
  const keys = isSets
    ? random.some(columns, random.between(1, 3))
    : Array.from({ length: random.of([0, 1, 1, 2, 2, 3]) }, () =>
        random.percent(65) && columns.length > 0 ? random.of(columns) : values.of(values.drawn(EXACT, scope), scope, 1),
      );
  const list = Array.from({ length: random.between(1, 4) }, () => aggregate(queries, scope, random.between(0, depth)));
  if (isSets && random.percent(40)) list.push({ ...sql`grouping(${random.of(keys)})`, kind: "int" });
  if (!isSets && random.percent(20)) list.push(arithmetic(random, list));
  const shown = queries.named([...keys, ...list]);
  const having = random.percent(20) ? sql` having ${condition(queries, scope)}` : sql``;
  const where = queries.where(scope, depth, 40);
  const made = sql`select ${shown.text} from ${text}${where}${grouping(random, keys, isSets)}${having}`;
  return { ...made, columns: shown.columns, rows: keys.length === 0 ? 1 : rows };
}

/** A sum or a count computed with another. */
function arithmetic(random, list) {
  const whole = list.filter(({ kind }) => kind === "int");
  const one = whole.length > 0 ? random.of(whole) : { ...sql`count(*)`, kind: "int" };
  return { ...sql`${one} ${random.of(["+", "*", "-"])} count(*)`, kind: "int" };
}

function condition(queries, scope) {
  const { random, values } = queries;
  const decimals = values.columns(scope, "dec");
  if (decimals.length === 0 || random.percent(50)) return sql`count(*) ${random.of([">", "<=", "="])} ${random.of([0, 1, 3, 10])}`;
  return sql`${random.of(["sum", "max", "min"])}(${random.of(decimals)}) ${random.of([">", "<=", "is not distinct from"])} ${random.of([0, 5, 100])}`;
}

function grouping(random, keys, isSets) {
  if (keys.length === 0) return sql``;
  const list = joined(keys, ", ");
  if (!isSets) {
    // By place, or by the text again.
    const places = keys.map((_, place) => place + 1).join(", ");
    return random.percent(60) ? sql` group by ${places}` : sql` group by ${joined(keys.map((key, place) => (key.name ? key : sql`${place + 1}`)), ", ")}`;
  }
  const [first] = keys;
  return random.of([
    sql` group by rollup (${list})`,
    sql` group by cube (${list})`,
    sql` group by grouping sets ((${list}), (${first}), ())`,
    sql` group by grouping sets (${joined(keys.map((key) => sql`(${key})`), ", ")})`,
  ]);
}
