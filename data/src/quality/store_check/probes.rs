//! The questions asked of the rows of a snapshot, and the queries that answer them.

use planning::day::Day;
use planning::periods::SalesPeriod;

use super::{Open, Tables};
use crate::quality::relations::{Relation, relations};
use crate::quality::repeats::{REPEATED as REPEATED_KEYS, key_of, repeats_sql};
use crate::report::Dimension::{Accuracy, Completeness, Consistency};
use crate::report::Question;
use crate::schema::Table;

/// A question whose answer is the rows of a query.
pub(super) struct Probe {
    pub(super) question: Question,
    /// Set where the same question is asked of each table.
    pub(super) table: Option<&'static str>,
    pub(super) seen: u64,
    /// The columns of its rows; none where that is one, `content`.
    pub(super) names: &'static [&'static str],
    pub(super) sql: String,
}

const REPEATED: Question = Question { id: "key_repeated", dimension: Consistency, unit: "rows" };
const SALES_NEGATIVE: Question = Question { id: "sales_negative", dimension: Accuracy, unit: "rows" };
const LOCATION_UNKNOWN: Question =
    Question { id: "location_unknown", dimension: Consistency, unit: "locations" };
const UNIT_COST_MISSING: Question =
    Question { id: "unit_cost_missing", dimension: Completeness, unit: "items" };
const STOCK_MISSING: Question = Question { id: "stock_missing", dimension: Completeness, unit: "items" };
const SILENT: Question =
    Question { id: "runs_without_sales", dimension: Completeness, unit: "days with sales" };
const RECEIVED_EARLY: Question =
    Question { id: "received_before_ordered", dimension: Accuracy, unit: "rows" };

/// The questions that the existing tables can answer.
pub(super) fn probes(tables: &Tables, period: SalesPeriod, sale_days: u64, today: Option<Day>) -> Vec<Probe> {
    let repeated = tables.open.values().map(|open| repeated(open.table, open));
    let has = |names: &[&str]| names.iter().all(|name| tables.open.contains_key(name));
    let costed = tables.has_column("products", "unit_cost");
    let received = tables.has_column("receipts", "received_on");
    let no_cost = if costed { "WHERE unit_cost IS NULL" } else { "" };
    let asked = [
        (
            has(&["sales"]),
            SALES_NEGATIVE,
            tables.rows("sales"),
            "SELECT CAST(date AS VARCHAR) || ' ' || sku || ' ' || location AS content FROM sales \
             WHERE units < 0"
                .into(),
        ),
        (
            has(&["sales", "locations"]),
            LOCATION_UNKNOWN,
            tables.rows("locations"),
            "SELECT location AS content FROM sales EXCEPT SELECT location FROM locations".into(),
        ),
        (
            has(&["products"]),
            UNIT_COST_MISSING,
            tables.rows("products"),
            format!("SELECT sku AS content FROM products {no_cost}"),
        ),
        (
            has(&["sales", "stock"]),
            STOCK_MISSING,
            tables.rows("products"),
            "SELECT sku || ' ' || location AS content FROM sales \
             EXCEPT SELECT sku || ' ' || location FROM stock"
                .into(),
        ),
        (has(&["sales"]) && period == SalesPeriod::Day, SILENT, sale_days, SILENT_SQL.into()),
        (
            received,
            RECEIVED_EARLY,
            tables.rows("receipts"),
            "SELECT purchase_order || ' ' || sku AS content FROM receipts WHERE received_on < ordered_on"
                .into(),
        ),
    ];
    let asked = asked.into_iter().filter(|(asked, ..)| *asked);
    let asked = asked.map(|(_, question, seen, sql)| Probe { question, table: None, seen, names: &[], sql });
    let related = today.map(|today| relations(|table, column| tables.has_column(table, column), today));
    let related = related.into_iter().flatten().map(|Relation { question, of, names, sql }| Probe {
        question,
        table: None,
        seen: tables.rows(of),
        names,
        sql,
    });
    repeated.chain(asked).chain(related).collect()
}

const SILENT_SQL: &str = "
    SELECT 'after ' || CAST(day AS VARCHAR) || ' until ' || CAST(next AS VARCHAR) AS content
    FROM (SELECT date AS day, lead(date) OVER (ORDER BY date) AS next FROM (SELECT DISTINCT date FROM sales))
    WHERE CAST(next AS INT) - CAST(day AS INT) > 1";

fn repeated(table: &'static Table, open: &Open) -> Probe {
    let key = key_of(table, |name| open.columns.iter().any(|(column, _)| column == name));
    let sql = repeats_sql(table.name, &key);
    Probe { question: REPEATED, table: Some(table.name), seen: open.rows, names: &REPEATED_KEYS, sql }
}
