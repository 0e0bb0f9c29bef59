//! Rows of a table that share its key, and the order of those that are stored.

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use futures::StreamExt;

use super::found::Found;
use crate::error::{Error, Place, Result};
use crate::import::sort_order;
use crate::import::sorting::Sorter;
use crate::quality::NO_FILE;
use crate::schema::{SALES, Table};

/// Rows with the same key: sales are added up, elsewhere it is an error that names the first.
pub(super) async fn find_repeats(
    sorter: &Sorter,
    table: &Table,
    columns: &[&str],
    found: &mut Found,
) -> Result<()> {
    let key: Vec<_> = table
        .key
        .iter()
        .filter(|name| columns.contains(name))
        .map(|name| quoted(name))
        .collect();
    let key = key.join(", ");
    let shown = table.key.iter().filter(|name| columns.contains(name));
    let shown: Vec<_> = shown
        .map(|name| format!("coalesce(CAST({} AS VARCHAR), '')", quoted(name)))
        .collect();
    let sql = format!(
        "SELECT {} AS shown, count(*) AS copies FROM {} GROUP BY {key} HAVING count(*) > 1 ORDER BY shown",
        shown.join(" || ' ' || "),
        table.name
    );
    let doing = format!("looking for repeated rows of {}", table.name);
    let mut batches = sorter.query(&doing, &sql).await?;
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(Error::engine(&doing))?;
        let shown = batch
            .column_by_name("shown")
            .and_then(|array| array.as_string_opt::<i32>());
        let copies = batch
            .column_by_name("copies")
            .and_then(|array| array.as_primitive_opt::<Int64Type>());
        for (shown, copies) in shown
            .into_iter()
            .flatten()
            .zip(copies.into_iter().flatten())
        {
            let (shown, copies) = (shown.unwrap_or(""), copies.unwrap_or(0));
            if table.name != SALES.name {
                return Err(Error::bad(
                    Place::new(format!("table {}", table.name)).value(shown),
                    format!("{copies} rows have the same {}", table.key.join(", ")),
                    "Keep one of them",
                ));
            }
            let position = found.repeated.affected;
            found
                .repeated
                .add(NO_FILE, position, || format!("{shown}: {copies} rows"));
        }
    }
    Ok(())
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
    let key: Vec<_> = table
        .key
        .iter()
        .filter(|name| columns.contains(name))
        .map(|name| quoted(name))
        .collect();
    let selected: Vec<_> = columns.iter().map(column).collect();
    format!(
        "SELECT {} FROM sales GROUP BY {} ORDER BY {order}",
        selected.join(", "),
        key.join(", ")
    )
}
