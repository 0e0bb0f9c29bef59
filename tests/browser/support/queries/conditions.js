// Conditions: comparisons, patterns, lists, and what is made of them.

import { joined, quoted, sql, two } from "./random.js";

/** Kinds whose values are the same to the last digit in every engine. */
export const EXACT = ["int", "dec", "text", "date", "time", "bool"];
export const COMPARED = ["=", "<>", "<>", "<", "<=", ">", ">="];
const PATTERNS = ["P%", "%s", "%a%", "_0_", "%", "", "M_gs", "%é%", "Candles & %", "%, %"];

/** A text with the kind of its value. */
export const typed = (text, kind, rest = {}) => ({ ...text, kind, ...rest });

export class Conditions {
  constructor(random) {
    this.random = random;
    /** Makes a condition with a query in it, once there are queries. */
    this.subquery = null;
    /** Above zero where there may be one. */
    this.mayAsk = 0;
  }

  bool(scope, depth) {
    const { random } = this;
    const inner = () => this.of("bool", scope, depth);
    if (this.mayAsk > 0 && random.percent(16)) {
      const condition = this.subquery(scope, depth);
      if (condition) return condition;
    }
    const form = random.weighted({ compare: 8, logic: 5, not: 1, null: 2, between: 2, list: 3, like: 3, distinct: 2, truth: 1, starts: 1, regexp: 1, number: 1 });
    const text = () => {
      switch (form) {
        case "logic":
          return sql`(${inner()} ${random.of(["and", "or"])} ${inner()})`;
        case "not":
          return sql`(not ${inner()})`;
        case "null":
          return sql`(${this.of(random.of([...EXACT, "num"]), scope, depth)} is ${random.of(["", "not "])}null)`;
        case "truth":
          return sql`(${inner()} is ${random.of(["", "not "])}${random.of(["true", "false", "unknown"])})`;
        case "like":
          return sql`(${this.of("text", scope, depth)} ${random.of(["like", "not like", "ilike"])} ${quoted(random.of(PATTERNS))})`;
        case "starts":
          return sql`starts_with(${this.of("text", scope, depth)}, ${this.constant("text")})`;
        case "regexp": {
          const [one, pattern] = [this.of("text", scope, depth), quoted(random.of(["^P0", "s$", "[0-9]{2}", "a|e", "(ug|oy)s"]))];
          return two(sql`regexp_like(${one}, ${pattern})`, sql`regexp_matches(${one}, ${pattern})`);
        }
        case "number":
          return sql`(${this.of("dec", scope, depth)} ${random.of(COMPARED)} ${random.of(["1.5", "0", "10", "-2.25", "100.1"])})`;
        default:
          return this.comparison(form, scope, depth);
      }
    };
    return typed(text(), "bool");
  }

  comparison(form, scope, depth) {
    const { random } = this;
    const kind = this.drawn(["int", "dec", "dec", "text", "text", "date", "date", "time"], scope);
    const inner = () => this.of(kind, scope, depth);
    const not = random.percent(25) ? "not " : "";
    if (form === "between") return sql`(${inner()} ${not}between ${inner()} and ${inner()})`;
    if (form === "list") {
      const list = Array.from({ length: random.between(1, 4) }, () => (random.percent(4) ? sql`null` : this.constant(kind)));
      return sql`(${inner()} ${not}in (${joined(list, ", ")}))`;
    }
    if (form === "distinct") return sql`((${inner()}) is ${not}distinct from (${inner()}))`;
    // A day compared with a moment, a whole number with a decimal.
    const other = random.percent(20) ? { int: "dec", dec: "int", date: "time", time: "date", text: "text" }[kind] : kind;
    return sql`(${inner()} ${random.of(COMPARED)} ${this.of(other, scope, depth)})`;
  }
}
