//! Invoices that several sources have: one copy is kept, and what was found is counted.

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use futures::StreamExt;

use super::clean::ORDER;
use super::findings::Findings;
use super::sorting::Sorter;
use crate::error::{Error, Result};
use crate::quality::NO_FILE;

/// Counts invoices that more than one source has, and those whose copies differ.
pub(super) async fn find_overlap(sorter: &Sorter, findings: &mut Findings) -> Result<()> {
    const DOING: &str = "looking for invoices in several sources";
    let mut total = sorter
        .query(
            DOING,
            "SELECT count(DISTINCT invoice) AS invoices FROM lines",
        )
        .await?;
    while let Some(batch) = total.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        findings.invoices += numbers(&batch, "invoices")
            .first()
            .map_or(0, |count| count.unsigned_abs());
    }
    if findings.files.len() == 1 {
        return Ok(());
    }
    let mut found = sorter.query(DOING, OVERLAP_SQL).await?;
    let mut position = 0;
    while let Some(batch) = found.next().await {
        let batch = batch.map_err(Error::engine(DOING))?;
        let invoices = batch
            .column_by_name("invoice")
            .and_then(|array| array.as_string_opt::<i32>());
        let (fewest, most, differ) = (
            numbers(&batch, "fewest"),
            numbers(&batch, "most"),
            numbers(&batch, "differ"),
        );
        for (row, invoice) in invoices.into_iter().flatten().enumerate() {
            position += 1;
            let content = || {
                format!(
                    "invoice {}: {} to {} lines",
                    invoice.unwrap_or(""),
                    fewest[row],
                    most[row]
                )
            };
            findings
                .overlapping_invoices
                .add(NO_FILE, position, content);
            if differ[row] != 0 {
                findings.differing_copies.add(NO_FILE, position, content);
            }
        }
    }
    Ok(())
}

/// Sums are decimal because integer sums wrap silently.
const OVERLAP_SQL: &str = "
    WITH copies AS (
        SELECT invoice, source, count(*) AS lines,
               sum(CAST(quantity AS DECIMAL(38, 0))) AS units, sum(CAST(unit_price AS DECIMAL(38, 0))) AS prices
        FROM lines GROUP BY invoice, source
    )
    SELECT invoice, min(lines) AS fewest, max(lines) AS most,
           CASE WHEN min(lines) <> max(lines) OR min(units) <> max(units) OR min(prices) <> max(prices)
                THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS differ
    FROM copies GROUP BY invoice HAVING count(*) > 1 ORDER BY invoice";

fn numbers(batch: &RecordBatch, name: &str) -> Vec<i64> {
    let column = batch
        .column_by_name(name)
        .and_then(|array| array.as_primitive_opt::<Int64Type>());
    column
        .map(|array| array.values().to_vec())
        .unwrap_or_default()
}

/// Every line in the order of [`ORDER`], with the source whose copy of its invoice is kept.
pub(super) fn sorted_sql(sources: usize) -> String {
    if sources == 1 {
        return format!("SELECT *, source AS kept_source FROM lines ORDER BY {ORDER}");
    }
    format!(
        "WITH copies AS (SELECT invoice, source, count(*) AS copy_lines FROM lines GROUP BY invoice, source),
              kept AS (
                  SELECT invoice AS kept_invoice, source AS copy_source,
                         first_value(source) OVER (PARTITION BY invoice ORDER BY copy_lines DESC, source) AS kept_source
                  FROM copies
              )
         SELECT lines.*, kept_source
         FROM lines JOIN kept ON invoice = kept_invoice AND source = copy_source
         ORDER BY {ORDER}"
    )
}
