//! Rows of a table that share its key, and the order of stored rows.

use crate::error::{Error, Place, Result};
use crate::import::sort_order;
use crate::import::sorting::Sorter;
use crate::quality::Tally;
use crate::schema::{SALES, Table};

/// Rows with the same key: sales are added up; in other tables an error names the first.
pub(super) async fn find_repeats(sorter: &Sorter, table: &Table, columns: &[&str]) -> Result<Tally> {
    let key = key_of(table, |name| columns.contains(&name));
    let sql = repeats_sql(table.name, &key);
    let doing = format!("looking for repeated rows of {}", table.name);
    let repeats = sorter.facts(&doing, "repeated", &REPEATED, &sql).await?;
    match repeats.first() {
        Some((.., content)) if table.name != SALES.name => Err(Error::bad(
            Place::new(format!("table {}", table.name)),
            format!("rows have the same {}: {content} rows", table.key.join(", ")),
            "Keep one of them",
        )),
        _ => {
            if repeats.affected > 0 {
                refuse_overflow(sorter, table, columns, &key).await?;
            }
            Ok(repeats)
        }
    }
}

/// Valid rows may add up to more than a decimal of the store holds.
async fn refuse_overflow(sorter: &Sorter, table: &Table, columns: &[&str], key: &[&str]) -> Result<()> {
    for column in ["units", "revenue"].into_iter().filter(|column| columns.contains(column)) {
        let sum = format!("abs(sum(CAST(\"{column}\" AS DECIMAL(38, 4))))");
        let sql = format!(
            "SELECT {} AS content FROM {} GROUP BY {} HAVING {sum} >= 100000000000000",
            shown(key),
            table.name,
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
fn shown(key: &[&str]) -> String {
    let cell = |name: &&str| format!("coalesce(CAST({} AS VARCHAR), '')", quoted(name));
    key.iter().map(cell).collect::<Vec<_>>().join(" || ' ' || ")
}

fn listed(key: &[&str]) -> String {
    key.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

pub(super) fn sorted_sql(table: &'static Table, columns: &[&str]) -> String {
    let order = sort_order(table, |name| columns.contains(&name));
    if table.name != SALES.name {
        return format!("SELECT * FROM {} ORDER BY {order}", table.name);
    }
    let column = |name: &&str| match *name {
        "units" | "revenue" => format!("CAST(sum({name}) AS DECIMAL(18, 4)) AS {name}"),
        "promotion" => "max(promotion) AS promotion".into(),
        name => quoted(name),
    };
    let key: Vec<_> = key_of(table, |name| columns.contains(&name)).into_iter().map(quoted).collect();
    let selected: Vec<_> = columns.iter().map(column).collect();
    format!("SELECT {} FROM sales GROUP BY {} ORDER BY {order}", selected.join(", "), key.join(", "))
}
