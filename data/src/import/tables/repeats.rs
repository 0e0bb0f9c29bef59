//! Rows of a table that share its key, and the order of stored rows.

use crate::error::{Error, Place, Result};
use crate::import::sort_order;
use crate::quality::repeats::{REPEATED, key_of, listed, quoted, repeats_sql, shown};
use crate::report::Tally;
use crate::schema::{Kind, RECEIPTS, SALES, Table};
use crate::sorting::Sorter;

/// Rows of a table that occur more than once.
#[derive(Default)]
pub(super) struct Repeats {
    /// Keys of several rows, which are added up.
    pub(super) keys: Tally,
    /// Rows equal in every column, of which one is kept.
    pub(super) identical: Tally,
}

/// Finds rows with the same key. Those of sales are added up. Of other rows that are equal one is kept; what differs
/// is added up in receipts, and elsewhere an error names the first.
pub(super) async fn find_repeats(sorter: &Sorter, table: &Table, columns: &[&str]) -> Result<Repeats> {
    let key = key_of(table, |name| columns.contains(&name));
    let doing = format!("looking for repeated rows of {}", table.name);
    let repeated = async |sql: String| sorter.facts(&doing, "repeated", &REPEATED, &sql).await;
    let keys = repeated(repeats_sql(table.name, &key)).await?;
    if keys.affected == 0 {
        return Ok(Repeats::default());
    }
    if table.name == SALES.name {
        refuse_overflow(sorter, table, table.name, columns, &key).await?;
        return Ok(Repeats { keys, identical: Tally::default() });
    }
    let identical = repeated(repeats_sql(table.name, columns)).await?;
    let distinct = distinct_sql(table);
    let keys = repeated(repeats_sql(&distinct, &key)).await?;
    if table.name == RECEIPTS.name {
        refuse_overflow(sorter, table, &distinct, columns, &key).await?;
    } else if let [first, others @ ..] = &keys.texts()[..] {
        let more = match keys.affected {
            1 => String::new(),
            count => format!("; {count} keys in all, among them {}", others.join(", ")),
        };
        return Err(Error::bad(
            Place::new(format!("table {}", table.name)),
            format!("rows have the same {}: {first} rows that differ{more}", table.key.join(", ")),
            "Keep one of them",
        ));
    }
    Ok(Repeats { keys, identical })
}

/// The rows of a table without those equal to another.
fn distinct_sql(table: &Table) -> String {
    format!("(SELECT DISTINCT * FROM {})", table.name)
}

/// Valid rows may add up to more than a decimal of the store holds.
async fn refuse_overflow(
    sorter: &Sorter,
    table: &Table,
    rows: &str,
    columns: &[&str],
    key: &[&str],
) -> Result<()> {
    for column in columns.iter().filter(|name| is_added_up(table, name)) {
        let sum = format!("abs(sum(CAST({} AS DECIMAL(38, 4))))", quoted(column));
        let sql = format!(
            "SELECT {} AS content FROM {rows} GROUP BY {} HAVING {sum} >= 100000000000000",
            shown(key),
            listed(key)
        );
        let found = sorter.tally(&format!("adding up {column}"), &sql).await?;
        if let Some((.., content)) = found.first() {
            return Err(Error::bad(
                Place::new(format!("table {}", table.name)),
                format!("{column} of {} add up to more than 14 digits", content.trim_end()),
                "Look for a wrong number",
            ));
        }
    }
    Ok(())
}

fn is_added_up(table: &Table, name: &str) -> bool {
    table.column(name).is_some_and(|column| column.kind == Kind::Decimal)
}

/// The rows as they are stored.
pub(super) fn sorted_sql(table: &'static Table, columns: &[&str], repeats: &Repeats) -> String {
    let order = sort_order(table, |name| columns.contains(&name));
    let rows = match repeats.identical.affected {
        0 => table.name.to_owned(),
        _ => distinct_sql(table),
    };
    if repeats.keys.affected == 0 {
        return format!("SELECT * FROM {rows} ORDER BY {order}");
    }
    let key = key_of(table, |name| columns.contains(&name));
    let column = |name: &&str| match *name {
        name if key.contains(&name) => quoted(name),
        name if is_added_up(table, name) => format!("CAST(sum({0}) AS DECIMAL(18, 4)) AS {0}", quoted(name)),
        name => format!("max({0}) AS {0}", quoted(name)),
    };
    let selected: Vec<_> = columns.iter().map(column).collect();
    let sums = format!("SELECT {} FROM {rows} GROUP BY {}", selected.join(", "), listed(&key));
    format!("SELECT * FROM ({sums}) ORDER BY {order}")
}
