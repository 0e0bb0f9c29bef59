//! Rows of a table that share its key, with the same question for files and for a snapshot in a store.

use crate::schema::Table;

/// The table's key, over the columns for which `has` is true.
pub(crate) fn key_of(table: &Table, has: impl Fn(&str) -> bool) -> Vec<&'static str> {
    table.key.iter().copied().filter(|name| has(name)).collect()
}

/// Columns of [`repeats_sql`].
pub(crate) const REPEATED: [&str; 2] = ["key", "count"];

/// Keys that occur more than once, with how often.
pub(crate) fn repeats_sql(table: &str, key: &[&str]) -> String {
    format!(
        "SELECT {} AS key, count(*) AS count FROM {table} GROUP BY {} HAVING count(*) > 1",
        shown(key),
        listed(key),
    )
}

/// The values of a key, one after another, as an expression.
pub(crate) fn shown(key: &[&str]) -> String {
    let cell = |name: &&str| format!("coalesce(CAST({} AS VARCHAR), '')", quoted(name));
    key.iter().map(cell).collect::<Vec<_>>().join(" || ' ' || ")
}

/// The columns of a key, as in `GROUP BY`.
pub(crate) fn listed(key: &[&str]) -> String {
    key.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

/// A column's name as an identifier.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
