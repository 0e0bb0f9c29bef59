// Queries with window functions. Their order is that of all columns, so that equal rows are equal in everything that is asked.

import { joined, sql } from "./random.js";
import { EXACT } from "./values.js";

const NUMBERS = { int: true, dec: true };

/** Something computed of a window, as an expression. `isFirst`: no other depends on which of two equal rows comes first, so this one
 * may. */
function over(queries, scope, order, isFirst) {
  const { random, values } = queries;
  const exact = () => random.of(scope);
  const parts = random.some(scope, random.of([0, 1, 1, 2]));
  const by = parts.length > 0 ? sql`partition by ${joined(parts, ", ")} ` : sql``;
  const all = sql`${by}order by ${order}`;
  const typed = (text, kind, rest = {}) => ({ ...text, kind, ...rest });
  const numbers = scope.filter(({ kind, p }) => NUMBERS[kind] && !(p > 30));
  const any = isFirst ? 1 : 0;
  const some = numbers.length > 0 ? 1 : 0;
  const form = random.weighted({
    place: 3 * any, tile: any, shift: 4 * any, end: 2 * any, count: 2 * any, sum: 6 * any * some,
    rank: 3, share: 1, range: 2 * some, whole: 2 * some,
  });
  switch (form) {
    // Places are whole numbers without a sign, which Granary computes with as with decimals.
    case "place":
      return typed(sql`cast(row_number() over (${all}) as bigint)`, "int");
    case "rank":
      return typed(sql`cast(${random.of(["rank", "dense_rank"])}() over (${by}order by ${exact()}${queries.direction()}) as bigint)`, "int");
    case "share":
      return typed(sql`${random.of(["percent_rank", "cume_dist"])}() over (${by}order by ${exact()})`, "num");
    case "tile":
      return typed(sql`cast(ntile(${random.between(1, 5)}) over (${all}) as bigint)`, "int");
    case "shift": {
      const one = exact();
      const usual = random.percent(25) && one.kind === "text" ? sql`, ${random.between(0, 3)}, 'none'` : random.percent(50) ? sql`, ${random.between(0, 3)}` : sql``;
      return typed(sql`${random.of(["lag", "lead"])}(${one}${usual}) over (${all})`, one.kind, { p: one.p, s: one.s });
    }
    case "end": {
      const one = exact();
      const name = random.of(["first_value", "last_value", "nth_value"]);
      const call = name === "nth_value" ? sql`nth_value(${one}, ${random.between(1, 3)})` : sql`${name}(${one})`;
      return typed(sql`${call} over (${all}${frame(random)})`, one.kind, { p: one.p, s: one.s });
    }
    case "count":
      return typed(sql`count(${random.percent(50) ? "*" : exact()}) over (${all}${frame(random)})`, "int");
    default:
      return sum(queries, { form, by, all, scope, numbers, values });
  }
}

/** A sum or an extreme over a frame of rows, of a range, or of the whole partition. */
function sum(queries, { form, by, all, scope, numbers }) {
  const { random } = queries;
  const one = random.of(numbers);
  const name = random.of(["sum", "sum", "min", "max", "avg"]);
  const days = scope.filter(({ kind }) => kind === "date");
  let window = sql`${all}${frame(random)}`;
  if (form === "whole") window = sql`${by}`;
  if (form === "range") {
    const isDays = days.length > 0 && random.percent(60);
    const [least, most] = isDays ? ["interval '7 days'", "interval '1 day'"] : ["5", "2"];
    const end = random.of(["current row", `${most} following`]);
    window = sql`${by}order by ${isDays ? random.of(days) : one}${random.of(["", " desc"])} range between ${least} preceding and ${end}`;
  }
  const type = name === "sum" ? { kind: "dec", p: 38, s: one.kind === "dec" ? one.s : 0 } : { kind: one.kind, p: one.p, s: one.s };
  return { ...sql`${name}(${one}) over (${window})`, ...(name === "avg" ? { kind: "last" } : type) };
}

function frame(random) {
  return random.of([
    "",
    " rows between unbounded preceding and current row",
    " rows between 6 preceding and current row",
    " rows between 1 preceding and 1 following",
    " rows between 3 following and 5 following",
    " rows between unbounded preceding and unbounded following",
    " rows 2 preceding",
    " groups between 1 preceding and current row",
  ]);
}

/** A query with one to three window functions. */
export function windows(queries, depth) {
  const { random } = queries;
  const { text, scope, rows } = queries.source(depth);
  const exact = scope.filter(({ kind }) => EXACT.includes(kind));
  if (exact.length === 0) return queries.plain(depth);
  const order = joined(random.some(exact, exact.length).map((column) => sql`${column}${queries.direction()}`), ", ");
  const kept = random.some(exact, random.between(1, 3));
  const qualify = random.percent(12) ? sql` qualify row_number() over (order by ${order}) <= ${random.between(1, 20)}` : sql``;
  const list = Array.from({ length: random.between(1, 3) }, (_, place) => over(queries, exact, order, place === 0 && qualify.ours === ""));
  const { columns, text: shown } = queries.named([...kept, ...list]);
  const where = queries.where(scope, depth, 35);
  return { ...sql`select ${shown} from ${text}${where}${qualify}`, columns, rows };
}
