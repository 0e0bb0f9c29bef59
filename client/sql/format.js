// Lays a query out over lines. Of the dialects of the library DuckDB's is the nearest to the engine's.

import { duckdb, formatDialect } from "sql-formatter";

/** The query in its usual layout, its words as they are; null where it is not complete. */
export function formatted(sql) {
  try {
    return formatDialect(sql, { dialect: duckdb, paramTypes: { named: ["$"], numbered: ["$"] }, expressionWidth: 80 });
  } catch {
    return null;
  }
}
