// Compares the answers of two engines: as bags of rows, and in their order where the query gives one. Whole numbers, decimals,
// texts, dates and yes or no are equal; floating-point numbers agree to 1e-9, relative or absolute; a decimal of which the other
// engine makes a floating-point number agrees to the last digit that it has.

const RELATIVE = 1e-9;

const DECIMAL = /^Decimal\d*\((\d+), (-?\d+)\)/;

/** How a column of ours is compared: by the type that our answer names, and by what DuckDB makes of it. */
export function columnOf(ours, theirs) {
  const decimal = DECIMAL.exec(ours);
  const isFloat = (type) => /^(Float|DOUBLE|FLOAT|REAL)/.test(type);
  if (isFloat(ours) || isFloat(theirs)) return { kind: "number", least: decimal ? 1.5 * 10 ** -Number(decimal[2]) : RELATIVE };
  if (decimal || /^U?Int/.test(ours)) return { kind: "exact" };
  if (/^(Date|Timestamp)/.test(ours)) return { kind: "time" };
  return { kind: "text" };
}

/** A number as its digits: 12.500 and 12.5 are the same. */
function digits(text) {
  const whole = String(text).replace(/^(-?)0+(?=\d)/, "$1");
  const cut = whole.includes(".") ? whole.replace(/\.?0+$/, "") : whole;
  return cut === "-0" ? "0" : cut;
}

/** A number that JSON may write with an exponent. */
function plain(value) {
  if (typeof value !== "number" || !/e/i.test(String(value))) return value;
  return Number.isInteger(value) ? BigInt(value) : value.toFixed(20);
}

/** A moment or a day as a moment: midnight is the day's beginning. */
function moment(text) {
  const [day, time = ""] = String(text).split(/[T ]/);
  return `${day} ${(time || "00:00:00").replace(/\.0+$/, "")}`;
}

/** The cell in the form that is compared. */
export function cell(value, column) {
  if (value === null || value === undefined) return null;
  if (column.kind === "number") return Number(value);
  if (column.kind === "exact") return digits(plain(value));
  if (column.kind === "time") return moment(value);
  return String(value);
}

function isNear(one, other, column) {
  if (one === other) return true;
  if (typeof one !== "number" || typeof other !== "number") return false;
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) && Number.isNaN(other);
  return Math.abs(one - other) <= Math.max(RELATIVE * Math.max(Math.abs(one), Math.abs(other)), column.least, column.noise);
}

const isSame = (one, other, columns) => columns.every((column, place) => isNear(one[place], other[place], column));

/** Cells that sort equal rows next to one another. */
const key = (row, columns) => JSON.stringify(row.filter((_, place) => columns[place].kind !== "number"));

function grouped(rows, columns) {
  const groups = new Map();
  for (const row of rows) {
    const name = key(row, columns);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return groups;
}

/** What differs between the rows, null if nothing does. `order` are the places of columns that give the rows their order. */
export function difference(ours, theirs, columns, order) {
  if (ours.length !== theirs.length) return `${ours.length} rows, in DuckDB ${theirs.length}`;
  // Sums of floating-point numbers lose digits in proportion to what was added, not to what is left.
  for (const [place, column] of columns.entries()) {
    const size = Math.max(0, ...theirs.map((row) => Math.abs(Number(row[place]))).filter(Number.isFinite));
    if (column.kind === "number") Object.assign(column, { noise: size * 1e-13 });
  }
  if (order) {
    const wrong = ours.findIndex((row, place) => order.some((at) => !isNear(row[at], theirs[place][at], columns[at])));
    if (wrong >= 0) return `row ${wrong + 1} is ${JSON.stringify(ours[wrong])}, in DuckDB ${JSON.stringify(theirs[wrong])}`;
  }
  const there = grouped(theirs, columns);
  const size = (row) => row.reduce((sum, value) => sum + (typeof value === "number" ? value : 0), 0);
  for (const [name, rows] of grouped(ours, columns)) {
    const left = there.get(name) ?? [];
    rows.sort((one, other) => size(one) - size(other));
    left.sort((one, other) => size(one) - size(other));
    for (const row of rows) {
      const near = left.findIndex((other) => isSame(row, other, columns));
      if (near < 0) return `${JSON.stringify(row)} is not there; DuckDB has ${JSON.stringify(left.slice(0, 2))} of these`;
      left.splice(near, 1);
    }
  }
  return null;
}
