// SQL as the engine speaks it, with the tables, columns and functions that the page lists.

import { SQLDialect, StandardSQL, sql } from "@codemirror/lang-sql";

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
    if ((!word && !context.explicit) || /[.'"$]/.test(context.state.sliceDoc((word?.from ?? context.pos) - 1, word?.from ?? context.pos))) return null;
    const named = new Set(context.state.doc.toString().match(/\w+/g));
    const options = tables.filter(({ name }) => named.has(name)).flatMap(({ children }) => children);
    const unique = [...new Map(options.map((option) => [option.label, option])).values()];
    return { from: word?.from ?? context.pos, options: unique, validFor: /^\w*$/ };
  };
}

/** The language, with what it completes. */
export function language() {
  const tables = [...document.querySelectorAll("[data-table]")].map(table);
  const functions = document.querySelector("[data-functions]")?.dataset.functions ?? "";
  const dialect = SQLDialect.define({ ...StandardSQL.spec, builtin: functions, specialVar: "$", caseInsensitiveIdentifiers: true });
  const schema = Object.fromEntries(tables.map(({ name, self, children }) => [name, { self, children }]));
  const support = sql({ dialect, schema });
  return [support, support.language.data.of({ autocomplete: columnsOf(tables) })];
}
