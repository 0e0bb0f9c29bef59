// The last queries of this browser: kept here, listed under the form, and sent to nobody.

const KEY = "granary-sql-history";
const MOST = 20;

const list = document.querySelector("#sql-history");

/** The queries, the last first: each its address and its text. None where the browser keeps nothing. */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return kept.filter(({ address, sql }) => typeof address === "string" && typeof sql === "string").slice(0, MOST);
  } catch {
    return [];
  }
}

function write(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // A browser may be told to keep nothing.
  }
  draw();
}

/** Puts a query at the head of the list; it stands there once. */
export function remember(address, sql) {
  write([{ address, sql }, ...read().filter((other) => other.address !== address)].slice(0, MOST));
}

function draw() {
  const queries = read();
  list.hidden = queries.length === 0;
  const items = queries.map(({ address, sql }) => {
    const link = document.createElement("a");
    // Only the query of an address is kept: whatever stands there leads to this page.
    link.href = `?${address.replace(/^\?/, "")}`;
    const code = document.createElement("code");
    code.lang = "en";
    code.textContent = sql.replace(/\s+/g, " ").trim();
    link.title = sql;
    link.append(code);
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  list.querySelector("ol").replaceChildren(...items);
}

/** Lists what is kept, and lets it be cleared. */
export function listHistory() {
  list.querySelector("button").addEventListener("click", () => {
    list.open = false;
    write([]);
  });
  // Another tab may have asked.
  addEventListener("storage", ({ key }) => key === KEY && draw());
  draw();
}
