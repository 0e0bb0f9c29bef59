// Chance from a seed, and text of SQL in two dialects.

/** Numbers that a seed gives, the same in every run. */
export class Random {
  constructor(seed) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** The next 32 bits (mulberry32). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from `least` to `most`. */
  between(least, most) {
    return least + (this.next() % (most - least + 1));
  }

  /** Yes in so many of a hundred cases. */
  percent(share) {
    return this.next() % 100 < share;
  }

  /** One of a list. */
  of(list) {
    return list[this.next() % list.length];
  }

  /** Some of a list, each once, in any order. */
  some(list, count) {
    const left = [...list];
    const taken = [];
    while (taken.length < count && left.length > 0) {
      taken.push(left.splice(this.next() % left.length, 1)[0]);
    }
    return taken;
  }

  /** One of the names of an object whose values say how often each is drawn. */
  weighted(weights) {
    const names = Object.keys(weights);
    let left = this.next() % names.reduce((sum, name) => sum + weights[name], 0);
    return names.find((name) => (left -= weights[name]) < 0);
  }
}

const side = (part, which) => (typeof part === "object" ? part[which] : String(part));

/** Text for Granary and for DuckDB, from parts that are texts or pairs of texts. */
export function sql(texts, ...parts) {
  const filled = (which) => texts.reduce((text, next, place) => text + side(parts[place - 1], which) + next);
  return { ours: filled("ours"), theirs: filled("theirs") };
}

/** Text that the two write differently. */
export const two = (ours, theirs) => ({ ours: side(ours, "ours"), theirs: side(theirs, "theirs") });

/** Parts with a separator between them. */
export function joined(parts, separator) {
  const all = (which) => parts.map((part) => side(part, which)).join(separator);
  return { ours: all("ours"), theirs: all("theirs") };
}

/** A text as a constant. */
export const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
