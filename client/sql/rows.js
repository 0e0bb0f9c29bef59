// Shows every row of an answer where the page has only the first: the rows in view are in the document, the others in
// memory. A row is as high as every other, so that its place follows from its number.

/** Rows drawn above and below those in view, so that scrolling a little draws nothing. */
const MARGIN = 20;

let loading = null;

/** Gets the rows of the answer that is shown, if the page does not have all of them, and takes them into its table. */
export async function showAll() {
  loading?.abort();
  const section = document.querySelector("#sql-result .sql-rows[data-all]");
  if (!section) return;
  const own = (loading = new AbortController());
  try {
    const answer = await fetch(section.dataset.all, { headers: { accept: "application/json" }, signal: own.signal });
    // The first rows stay, and the page says that they are the first.
    if (!answer.ok) return;
    const whole = await answer.json();
    if (own === loading && section.isConnected) show(section, whole);
  } catch (error) {
    if (!own.signal.aborted) console.warn("The other rows could not be fetched.", error);
  }
}

function show(section, { columns, rows, cut_at, row_count, milliseconds, bytes_read }) {
  const table = section.querySelector("table");
  const scroller = section.querySelector(".scroll");
  section.querySelector(".hint")?.remove();
  const numbers = { rows: written(row_count), milliseconds: written(milliseconds), megabytes: written(bytes_read / 1e6, 1) };
  const said = (text) => text.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
  document.querySelector("#sql-result [data-summary]").textContent = said(section.dataset.cost);
  const cut = document.querySelector("#sql-cut");
  if (cut && cut_at === null) cut.remove();
  else if (cut) cut.textContent = said(section.dataset.cut);
  table.setAttribute("aria-rowcount", cut_at === null ? row_count + 1 : -1);
  table.tHead.rows[0].ariaRowIndex = 1;
  fix(table, longest(columns, rows).map((place) => row(columns, rows[place], place)));
  follow(table, scroller, rows.length, (place) => row(columns, rows[place], place));
  section.dataset.rows = rows.length;
}

/** A number in the page's language. */
function written(number, decimals = 0) {
  const { lang } = document.documentElement;
  return number.toLocaleString(lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Places of rows with the longest text of each column. */
function longest(columns, rows) {
  const length = (place, column) => String(rows[place][column]).length;
  return columns.map((_, column) => rows.reduce((best, _, place) => (length(place, column) > length(best, column) ? place : best), 0));
}

/** Gives the columns the width that some rows need, so that none moves while other rows come into view. */
function fix(table, widest) {
  table.tBodies[0].replaceChildren(...widest);
  const heads = [...table.tHead.rows[0].cells];
  const widths = heads.map((head) => head.getBoundingClientRect().width);
  heads.forEach((head, place) => (head.style.width = `${widths[place]}px`));
  table.style.width = `${widths.reduce((all, width) => all + width, 0)}px`;
  table.style.tableLayout = "fixed";
}

/** Keeps the rows in view in the document, and room for the others above and below them. */
function follow(table, scroller, count, make) {
  const body = table.tBodies[0];
  const height = body.rows[0].getBoundingClientRect().height;
  let drawn = [0, 0];
  const draw = () => {
    const first = Math.floor(scroller.scrollTop / height);
    const last = Math.min(first + Math.ceil(scroller.clientHeight / height) + 1, count);
    if (first >= drawn[0] && last <= drawn[1]) return;
    drawn = [Math.max(first - MARGIN, 0), Math.min(last + MARGIN, count)];
    const places = Array.from({ length: drawn[1] - drawn[0] }, (_, place) => drawn[0] + place);
    const room = (rows) => (rows > 0 ? [space(rows * height, table)] : []);
    body.replaceChildren(...room(drawn[0]), ...places.map(make), ...room(count - drawn[1]));
  };
  scroller.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(scroller);
  draw();
}

function space(height, table) {
  const row = document.createElement("tr");
  row.ariaHidden = "true";
  row.className = "space";
  const cell = row.insertCell();
  cell.colSpan = table.tHead.rows[0].cells.length;
  cell.style.height = `${height}px`;
  return row;
}

function row(columns, values, place) {
  const row = document.createElement("tr");
  // The head is the first.
  row.ariaRowIndex = place + 2;
  columns.forEach(({ kind }, column) => {
    const cell = row.insertCell();
    const isNumber = kind === "exact" || kind === "number";
    const value = values[column];
    cell.className = value === null ? "none" : isNumber ? "" : "text";
    cell.textContent = text(value, kind);
    if (kind === "number" && typeof value === "number") cell.dataset.value = value;
  });
  return row;
}

/** A cell as the server writes it. */
function text(value, kind) {
  if (value === null) return "NULL";
  if (typeof value === "string") return value.replace(/T00:00:00$/, "");
  if (typeof value !== "number") return String(value);
  return kind === "number" ? sixDigits(value) : EXACT.format(value);
}

const EXACT = new Intl.NumberFormat("en", { useGrouping: false, maximumFractionDigits: 20 });

/** A measured number in six digits, by powers of ten where it is very large or very small. */
function sixDigits(number) {
  const size = Math.abs(number);
  const trimmed = (digits) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);
  if (size > 0 && (size < 1e-6 || size >= 1e15)) {
    const [digits, power] = number.toExponential(5).split("e");
    return `${trimmed(digits)}e${Number(power)}`;
  }
  const decimals = Math.min(Math.max(5 - Math.floor(Math.log10(size || 1)), 0), 12);
  return trimmed((number + 0).toFixed(decimals));
}
