// Expressions of each kind over the columns of a scope. An expression is a pair of texts with its kind: `int`, `dec` (with
// digits `p` and, after the point, `s`), `num` (floating point), `text`, `date`, `time`, `bool`. What is compared, grouped or
// sorted is never floating point, whose last digits may differ.

import { COMPARED, Conditions, EXACT, typed } from "./conditions.js";
import { quoted, sql, two } from "./random.js";

export { EXACT } from "./conditions.js";

const TEXTS = ["", "a", "P00", "P03", "Mugs", "Candles & lights", "Toys, wooden", "main", "web", "north", "é", "two for one", "x'y", "%"];
const DATES = ["2019-02-28", "2020-02-29", "2020-12-31", "2021-01-01", "2021-06-15", "2022-03-27"];
const TRUNCATED = ["year", "quarter", "month", "week", "day"];
const PARTS = ["year", "quarter", "month", "week", "day", "doy", "dow", "isodow"];
const SPANS = ["1 day", "7 days", "30 days", "1 month", "13 months", "1 year", "-1 month"];
const whole = (p) => ({ p, s: 0 });
/** The decimal type of a kind: whole numbers count as nineteen digits. */
const digits = (value) => (value.kind === "dec" ? value : whole(19));
const fits = (p) => p <= 38;

/** A whole number in a text. DuckDB would round one with a point. */
function readable(text) {
  const whole = sql`case when regexp_matches(${text}, '^[+-]?[0-9]+$') then try_cast(${text} as bigint) end`;
  return two(sql`try_cast(${text} as bigint)`, whole);
}

/** A day in a text. DuckDB reads one with other letters after it. */
function day(text) {
  const read = sql`try_cast(${text} as date)`;
  const isDay = sql`(${text}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')`;
  return two(sql`case when regexp_like${isDay} then ${read} end`, sql`case when regexp_matches${isDay} then ${read} end`);
}

export class Values extends Conditions {
  /** `samples`: of each kind some values that the tables have. */
  constructor(random, samples = {}) {
    super(random);
    this.samples = samples;
  }

  columns(scope, kind) {
    return scope.filter((column) => column.kind === kind);
  }

  /** An expression of a kind. */
  of(kind, scope, depth) {
    if (depth > 0 && this.random.percent(65)) {
      const made = this.random.percent(22) ? this.choice(kind, scope, depth - 1) : this[kind](scope, depth - 1);
      if (made) return made;
    }
    return this.leaf(kind, scope);
  }

  leaf(kind, scope) {
    const columns = this.columns(scope, kind);
    if (columns.length > 0 && this.random.percent(88)) return this.random.of(columns);
    const exact = scope.filter((column) => column.kind !== "bool" && EXACT.includes(column.kind));
    if (kind !== "bool" || exact.length === 0 || this.random.percent(10)) return this.constant(kind);
    const column = this.random.of(exact);
    return typed(sql`(${column} ${this.random.of(COMPARED)} ${this.constant(column.kind)})`, "bool");
  }

  /** A kind, more often one of which the scope has columns. */
  drawn(kinds, scope) {
    const kind = this.random.of(kinds);
    return this.columns(scope, kind).length > 0 || this.random.percent(25) ? kind : this.random.of(kinds);
  }

  constant(kind) {
    const { random } = this;
    const known = this.samples[kind] ?? [];
    if (known.length > 0 && random.percent(60)) {
      const value = random.of(known);
      if (kind === "text") return typed(sql`${quoted(value)}`, kind);
      if (kind === "dec") return typed(sql`cast('${value}' as decimal(18, 4))`, kind, { p: 18, s: 4 });
      return typed(sql`${kind === "date" ? "date" : "timestamp"} '${value}'`, kind);
    }
    switch (kind) {
      case "int":
        return typed(sql`${random.of([0, 1, 2, 3, 7, 10, 100, -1])}`, "int");
      case "dec": {
        const [p, s] = random.of([[4, 1], [9, 2], [12, 4]]);
        const value = random.of(["0", "1", "0.5", "12.3", "-7.2", "100", "2.5"]);
        return typed(sql`cast(${value} as decimal(${p}, ${s}))`, "dec", { p, s });
      }
      case "num":
        return typed(sql`cast(${random.of(["0.5", "1", "-2", "100"])} as double)`, "num");
      case "text":
        return typed(sql`${quoted(random.of(TEXTS))}`, "text");
      case "date":
        return typed(sql`date '${random.of(DATES)}'`, "date");
      case "time":
        return typed(sql`timestamp '${random.of(DATES)} ${random.of(["00:00:00", "09:30:00", "23:59:59"])}'`, "time");
      default:
        return typed(sql`${random.of(["true", "false"])}`, "bool");
    }
  }

  /** Forms that every kind has. */
  choice(kind, scope, depth) {
    const { random } = this;
    const [one, other] = [this.of(kind, scope, depth), this.of(kind, scope, depth)];
    const type = this.wider(one, other);
    if (!type) return null;
    const form = random.weighted({ case: 4, coalesce: 3, nullif: 2, extreme: 2, simple: 2, nothing: 1 });
    if (form === "coalesce") return typed(sql`coalesce(${one}, ${other})`, kind, type);
    if (form === "nullif" && kind !== "num") return typed(sql`nullif(${one}, ${other})`, kind, kind === "dec" ? one : {});
    if (form === "extreme" && kind !== "bool") {
      return typed(sql`${random.of(["greatest", "least"])}(${one}, ${other})`, kind, type);
    }
    if (form === "simple") {
      const by = this.leaf("text", scope);
      return typed(sql`case ${by} when ${this.constant("text")} then ${one} when ${this.constant("text")} then ${other} end`, kind, type);
    }
    if (form === "nothing") return typed(sql`case when ${this.of("bool", scope, depth)} then ${one} else null end`, kind, one);
    return typed(sql`case when ${this.of("bool", scope, depth)} then ${one} else ${other} end`, kind, type);
  }

  /** The type of either of two decimals. */
  wider(one, other) {
    if (one.kind !== "dec") return {};
    const s = Math.max(one.s, other.s);
    const p = Math.max(one.p - one.s, other.p - other.s) + s;
    return fits(p) ? { p, s } : null;
  }

  int(scope, depth) {
    const { random } = this;
    const inner = (kind) => this.of(kind, scope, depth);
    const form = random.weighted({ plus: 4, times: 2, divide: 2, rest: 2, abs: 1, minus: 1, length: 2, part: 3, place: 1, days: 1, sign: 1, cast: 1, round: 1, read: 1 });
    const text = () => {
      switch (form) {
        case "plus":
          return sql`(${inner("int")} ${random.of(["+", "-"])} ${inner("int")})`;
        case "times":
          return sql`(${inner("int")} * ${this.constant("int")})`;
        case "divide": {
          const [one, other] = [inner("int"), inner("int")];
          return two(sql`(${one} / nullif(${other}, 0))`, sql`(${one} // nullif(${other}, 0))`);
        }
        case "rest":
          return sql`(${inner("int")} % nullif(${inner("int")}, 0))`;
        case "abs":
          return sql`abs(${inner("int")})`;
        case "minus":
          return sql`-(${inner("int")})`;
        case "length":
          return sql`${random.of(["length", "char_length", "character_length"])}(${inner("text")})`;
        case "part":
          return sql`extract(${random.of(PARTS)} from ${inner(random.of(["date", "date", "time"]))})`;
        case "place":
          return sql`strpos(${inner("text")}, ${this.constant("text")})`;
        case "cast":
          return sql`cast(${inner("bool")} as bigint)`;
        case "round":
          return sql`cast(${random.of(["floor", "ceil", "round"])}(${inner("dec")}) as bigint)`;
        default:
          return readable(inner("text"));
      }
    };
    // Days since 1970 are a cast for us and a difference in DuckDB.
    if (form === "days") {
      const day = inner("date");
      return typed(two(sql`cast(${day} as int)`, sql`(${day} - date '1970-01-01')`), "int");
    }
    if (form === "sign") {
      const value = inner("dec");
      return typed(two(sql`cast(signum(${value}) as bigint)`, sql`cast(sign(${value}) as bigint)`), "int");
    }
    return typed(text(), "int");
  }

  dec(scope, depth) {
    const { random } = this;
    const one = this.of("dec", scope, depth);
    const form = random.weighted({ plus: 5, times: 4, mixed: 3, minus: 1, abs: 1, round: 2, cast: 2, rest: 1, sum: 1 });
    if (form === "minus") return typed(sql`-(${one})`, "dec", { p: one.p, s: one.s });
    if (form === "abs") return typed(sql`abs(${one})`, "dec", { p: one.p, s: one.s });
    if (form === "cast") {
      const [p, s] = random.of([[38, 4], [30, 2], [38, 0], [38, 8]]);
      return p - s >= one.p - one.s ? typed(sql`cast(${one} as decimal(${p}, ${s}))`, "dec", { p, s }) : null;
    }
    if (form === "round") {
      const to = random.between(0, 3);
      if (!fits(one.p + 1)) return null;
      return typed(sql`cast(round(${one}, ${to}) as decimal(${one.p + 1}, ${one.s}))`, "dec", { p: one.p + 1, s: one.s });
    }
    const other = this.of(form === "mixed" ? "int" : "dec", scope, depth);
    const right = digits(other);
    if (form === "times" || (form === "mixed" && random.percent(50))) {
      const [p, s] = [Math.max(one.p, 19) + right.p, one.s + right.s];
      if (!fits(p) || s > 12) return null;
      // DuckDB multiplies short decimals within 18 digits.
      return typed(two(sql`(${one} * ${other})`, sql`(cast(${one} as decimal(${Math.max(one.p, 19)}, ${one.s})) * ${other})`), "dec", { p, s });
    }
    if (form === "rest") {
      const type = this.wider(one, { ...right, kind: "dec" });
      return type && typed(sql`(${one} % nullif(${other}, 0))`, "dec", type);
    }
    const s = Math.max(one.s, right.s);
    const p = Math.max(one.p - one.s, right.p - right.s) + s + 1;
    return fits(p) ? typed(sql`(${one} ${random.of(["+", "-"])} ${other})`, "dec", { p, s }) : null;
  }

  num(scope, depth) {
    const { random } = this;
    const double = () => (random.percent(60) ? typed(sql`cast(${this.of("dec", scope, depth)} as double)`, "num") : this.of("num", scope, depth));
    const [one, other] = [double(), double()];
    const text = random.of([
      sql`(${one} ${random.of(["+", "-", "*"])} ${other})`,
      sql`(${one} / nullif(cast(${this.of("int", scope, 0)} as double), 0))`,
      sql`sqrt(abs(${one}))`,
      sql`ln(abs(${one}) + 1)`,
      sql`exp(-abs(${one}) / 1000)`,
      sql`abs(${one})`,
      sql`power(abs(${one}) + 1, 0.5)`,
      sql`log10(abs(${one}) + 1)`,
      sql`cbrt(${one})`,
      one,
    ]);
    return typed(text, "num");
  }

  text(scope, depth) {
    const { random } = this;
    const one = this.of("text", scope, depth);
    const other = () => this.of("text", scope, depth);
    const count = random.between(0, 5);
    const text = random.of([
      () => sql`(${one} || ${other()})`,
      () => sql`${random.of(["reverse", "trim", "ltrim", "rtrim"])}(${one})`,
      // DuckDB maps letter by letter.
      () => two(sql`lower(${one})`, sql`lower(replace(${one}, 'İ', 'i̇'))`),
      () => two(sql`upper(${one})`, sql`upper(replace(${one}, 'ß', 'SS'))`),
      () => sql`substr(${one}, ${count + 1}, ${random.between(0, 4)})`,
      () => sql`substring(${one} from ${count + 1} for ${random.between(0, 4)})`,
      () => sql`${random.of(["left", "right"])}(${one}, ${random.between(-2, 5)})`,
      () => sql`replace(${one}, ${quoted(random.of(["a", "P", "0", " ", "é"]))}, ${this.constant("text")})`,
      () => sql`${random.of(["lpad", "rpad"])}(${one}, ${count + 2}, ${quoted(random.of(["*", "ab", "é"]))})`,
      () => sql`split_part(${one}, ${quoted(random.of([" ", "0", ",", "&"]))}, ${random.of([1, 2, 3, -1])})`,
      () => sql`concat(${one}, ${other()}, ${this.of("int", scope, 0)})`,
      () => sql`concat_ws('-', ${one}, ${other()})`,
      () => sql`translate(${one}, 'aeiP', 'AEI')`,
      () => sql`cast(${this.of(random.of(["int", "dec", "date", "bool"]), scope, 0)} as varchar)`,
      () => sql`regexp_replace(${one}, ${quoted(random.of(["[0-9]+", "^P", "[aeiou]", "s$"]))}, ${quoted(random.of(["", "#"]))}, 'g')`,
      () => sql`trim(${random.of(["both", "leading", "trailing"])} 'P' from ${one})`,
    ])();
    return typed(text, "text");
  }

  date(scope, depth) {
    const { random } = this;
    const one = this.of("date", scope, depth);
    const text = random.of([
      () => sql`cast(${one} ${random.of(["+", "-"])} interval '${random.of(SPANS)}' as date)`,
      () => sql`cast(date_trunc('${random.of(TRUNCATED)}', ${one}) as date)`,
      () => sql`cast(${this.of("time", scope, depth)} as date)`,
      () => sql`make_date(cast(extract(year from ${one}) as int), cast(extract(month from ${one}) as int), ${random.between(1, 28)})`,
      () => day(this.of("text", scope, depth)),
    ])();
    return typed(text, "date");
  }

  time(scope, depth) {
    const { random } = this;
    const one = this.of("time", scope, depth);
    const day = this.of("date", scope, depth);
    const text = random.of([
      () => sql`(${one} ${random.of(["+", "-"])} interval '${random.of([...SPANS, "90 minutes", "1 hour"])}')`,
      () => sql`date_trunc('${random.of([...TRUNCATED, "hour", "minute"])}', ${one})`,
      () => sql`cast(${day} as timestamp)`,
      () => sql`(cast(${day} as timestamp) + interval '${random.of(SPANS)}')`,
      () => sql`cast(date_trunc('${random.of(TRUNCATED)}', ${day}) as timestamp)`,
    ])();
    return typed(text, "time");
  }
}
