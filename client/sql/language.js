// SQL as the engine speaks it, with the tables, columns and functions that the page lists.

import { SQLDialect, sql } from "@codemirror/lang-sql";

/** Words of queries; those of other statements would only be refused. */
const KEYWORDS = `all and any as asc between by case cross cube desc distinct else end escape except exists filter
  following from full group grouping having ilike in inner intersect is join lateral like limit natural not nulls offset on or
  order outer over partition preceding qualify range rollup rows select sets similar then to unbounded union using values when
  where window with within`;

const TYPES = "bigint boolean date decimal double float int integer interval numeric real smallint text time timestamp varchar";

const texts = (parent, selector) => [...parent.querySelectorAll(selector)].map((element) => element.textContent);

/** A table of the page's schema, as completions. */
function table(details) {
  const name = details.dataset.table;
  const columns = [...details.querySelectorAll("[data-column]")].map((row) => ({
    label: row.dataset.column,
    type: "property",
    detail: texts(row, ".unit").join(" "),
    info: texts(row, ".meaning").join(" "),
  }));
  return { name, self: { label: name, type: "type", info: texts(details, ".meaning")[0] }, children: columns };
}

/** Columns of the tables that the query names, wherever in it one types. */
function columnsOf(tables) {
  return (context) => {
    const word = context.matchBefore(/\w+/);
    const from = word?.from ?? context.pos;
    const isOther = /[.'"$]/.test(context.state.sliceDoc(Math.max(from - 1, 0), from));
    if (isOther || !(word || context.explicit)) return null;
    const named = new Set(context.state.doc.toString().match(/\w+/g));
    const columns = tables.filter(({ name }) => named.has(name)).flatMap(({ children }) => children);
    const options = [...new Map(columns.map((column) => [column.label, column])).values()];
    return { from, options, validFor: /^\w*$/ };
  };
}

/** The language, with what it completes. */
export function language() {
  const tables = [...document.querySelectorAll("[data-table]")].map(table);
  const functions = document.querySelector("[data-functions]")?.dataset.functions ?? "";
  const dialect = SQLDialect.define({
    keywords: KEYWORDS.replace(/\s+/g, " "),
    types: TYPES,
    builtin: `cast ${functions}`,
    specialVar: "$",
    caseInsensitiveIdentifiers: true,
  });
  const schema = Object.fromEntries(tables.map(({ name, self, children }) => [name, { self, children }]));
  const support = sql({ dialect, schema });
  return [support, support.language.data.of({ autocomplete: columnsOf(tables) })];
}
