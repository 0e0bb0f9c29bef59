//! Rows of a table that share its key, and the order of stored rows.

use crate::error::{Error, Place, Result};
use crate::import::sort_order;
use crate::quality::repeats::{REPEATED, key_of, listed, quoted, repeats_sql, shown};
use crate::report::Tally;
use crate::schema::{SALES, Table};
use crate::sorting::Sorter;

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
