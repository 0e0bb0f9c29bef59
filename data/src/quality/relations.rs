//! Checks how the tables of a snapshot fit together, with the same questions for files and for a snapshot in a store.

use planning::day::Day;
use planning::periods::SalesPeriod;
use planning::stock::{ABANDONED_DAYS_MIN, ABANDONED_LEAD_TIMES};

use crate::as_of::as_of;
use crate::error::Result;
use crate::report::Dimension::{Accuracy, Consistency};
use crate::report::Question;
use crate::sorting::Sorter;

/// A question whose answer is the rows of a query.
pub(crate) struct Relation {
    pub(crate) question: Question,
    /// The table whose rows it checks.
    pub(crate) of: &'static str,
    /// The columns of its rows; none where that is one, `content`, which says it all.
    pub(crate) names: &'static [&'static str],
    pub(crate) sql: String,
}

const PRODUCT_UNKNOWN: Question = Question { id: "product_unknown", dimension: Consistency, unit: "items" };
const SPELLINGS: Question = Question { id: "sku_spellings", dimension: Consistency, unit: "items" };
const OVERDUE: Question = Question { id: "order_overdue", dimension: Accuracy, unit: "rows" };

/// "Today" for the registered tables, as in a publication of them; `None` without sales.
pub(crate) async fn today(
    sorter: &Sorter,
    period: SalesPeriod,
    has: impl Fn(&str, &str) -> bool,
) -> Result<Option<Day>> {
    let day = async |function: &str, table: &str| -> Result<Option<Day>> {
        if !has(table, "date") {
            return Ok(None);
        }
        let sql = format!("SELECT CAST({function}(date) AS VARCHAR) AS content FROM {table}");
        let found = sorter.tally("looking for the last day", &sql).await?;
        Ok(found.first().and_then(|(.., day)| day.parse().ok()))
    };
    let (first, last) = (day("min", "sales").await?, day("max", "sales").await?);
    let stock = day("max", "stock").await?;
    Ok(first.zip(last).map(|(first, last)| as_of(period, first, last, stock)))
}

/// The relations to check between tables with these columns.
pub(crate) fn relations(has: impl Fn(&str, &str) -> bool, today: Day) -> Vec<Relation> {
    let mut found = Vec::new();
    if has("sales", "sku") && has("products", "sku") {
        let sql = "SELECT sku AS content FROM sales EXCEPT SELECT sku FROM products".into();
        found.push(Relation { question: PRODUCT_UNKNOWN, of: "products", names: &[], sql });
    }
    let coded: Vec<_> = ["sales", "stock", "products", "receipts", "orders"]
        .into_iter()
        .filter(|table| has(table, "sku"))
        .collect();
    if !coded.is_empty() {
        let sql = spellings_sql(&coded);
        found.push(Relation { question: SPELLINGS, of: coded[0], names: &["one", "other"], sql });
    }
    if has("receipts", "sku") {
        let received = has("receipts", "received_on");
        let sql = overdue_sql(received, has("suppliers", "supplier"), today);
        let names = &["purchase_order", "ordered_on", "sku", "location", "units"];
        found.push(Relation { question: OVERDUE, of: "receipts", names, sql });
    }
    found
}

/// Returns two spellings of each such code, with the tables that have them.
fn spellings_sql(tables: &[&str]) -> String {
    let codes: Vec<_> =
        tables.iter().map(|table| format!("SELECT DISTINCT sku, '{table}' AS held FROM {table}")).collect();
    format!(
        "SELECT min(sku || ' (' || held || ')') AS one, max(sku || ' (' || held || ')') AS other
         FROM ({}) GROUP BY ltrim(upper(sku), '0') HAVING min(sku) <> max(sku)",
        codes.join(" UNION ALL ")
    )
}

/// Lead times come from the supplier or else from its receipts; otherwise they are unknown.
fn overdue_sql(received: bool, suppliers: bool, today: Day) -> String {
    let mut times = Vec::new();
    if suppliers {
        times.push(
            "SELECT supplier, 0 AS source, CAST(lead_time_days_mean AS DOUBLE) AS mean,
                 CAST(lead_time_days_sd AS DOUBLE) AS sd FROM suppliers"
                .to_owned(),
        );
    }
    if received {
        let days = "CAST(CAST(received_on AS INT) - CAST(ordered_on AS INT) AS DOUBLE)";
        times.push(format!(
            "SELECT supplier, 1 AS source, avg({days}) AS mean, stddev_samp({days}) AS sd FROM receipts
             WHERE received_on >= ordered_on GROUP BY supplier"
        ));
    }
    let open = if received { "received_on IS NULL" } else { "TRUE" };
    let days = match times[..] {
        [] => format!("{ABANDONED_DAYS_MIN:.1}"),
        _ => format!(
            "greatest({ABANDONED_DAYS_MIN:.1}, coalesce({ABANDONED_LEAD_TIMES:.1} * (mean + coalesce(sd, 0)), 0))"
        ),
    };
    let joined = match times[..] {
        [] => String::new(),
        _ => format!(
            "LEFT JOIN (
                 SELECT supplier AS whose, first_value(mean ORDER BY source) AS mean,
                     first_value(sd ORDER BY source) AS sd
                 FROM ({}) GROUP BY supplier
             ) ON supplier = whose",
            times.join(" UNION ALL ")
        ),
    };
    format!(
        "SELECT purchase_order, ordered_on, sku, location, units_ordered - units_received AS units
         FROM receipts {joined}
         WHERE {open} AND units_ordered > units_received
             AND {} - CAST(ordered_on AS INT) > {days}",
        today.0
    )
}
