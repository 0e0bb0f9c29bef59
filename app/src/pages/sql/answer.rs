//! The answer: what it took, a picture where it makes one, its rows, and links to take all of it away.

use super::asked::Asked;
use super::{cell, picture, result};
use crate::charts::scroll;
use crate::format::count;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{SqlAnswer, SqlColumn, SqlCost, SqlValue};

/// Formats of downloads, as the API names them, with what people call them.
const FORMATS: [(&str, &str); 5] =
    [("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"), ("arrow", "Arrow"), ("json", "JSON")];

/// Rows of the table at most: more are better seen in the picture or read by a program.
const TABLE_ROWS: usize = 1_000;

/// The answer to a query.
pub(super) fn answer(asked: &Asked, answer: &SqlAnswer, base: &str) -> Element {
    let apart = |sentence: String| el("p").class("verdict apart").child(sentence);
    let cut = answer.cost.cut_at.map(|rows| apart(text::sql_cut(&count(rows))));
    let first = (answer.rows.len() > TABLE_ROWS).then(|| text::sql_first_rows(&count(TABLE_ROWS as u64)));
    result(text::sql_result())
        .child(el("p").attr("data-summary", "").child(summary(&answer.cost)))
        .child(cut)
        .child(downloads(asked, base))
        .child(picture::picture(answer))
        .child(first.map(|sentence| el("p").class("hint").child(sentence)))
        .child(table(answer))
}

fn summary(cost: &SqlCost) -> String {
    let size = format::number(cost.bytes_read as f64 / 1e6, 1);
    text::sql_cost(&count(cost.row_count), &count(cost.milliseconds), &size)
}

/// Links to the same query at the API, in each format.
fn downloads(asked: &Asked, base: &str) -> Element {
    let link = |(format, name): (&str, &'static str)| {
        let query = asked.bound(&asked.sql).with("format", format);
        let href = [base, "api/v1/sql?", &query.to_string()].concat();
        el("li").child(el("a").class("action").attr("href", href).flag("download", true).child(name))
    };
    el("div")
        .class("statuses")
        .child(el("span").attr("id", "sql-downloads").child(text::sql_downloads()))
        .child(el("ul").class("actions").attr("aria-labelledby", "sql-downloads").children(FORMATS.map(link)))
}

/// The rows, under names with units.
fn table(answer: &SqlAnswer) -> Element {
    let heads = answer.columns.iter().map(head);
    let row = |row: &Vec<SqlValue>| {
        let cells = answer.columns.iter().zip(row);
        el("tr").children(cells.map(|(column, value)| cell::cell(column, value)))
    };
    let table = el("table")
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(answer.rows.iter().take(TABLE_ROWS).map(row)));
    el("div").class("sql-rows").child(scroll(text::sql_rows().to_owned()).child(table))
}

fn head(column: &SqlColumn) -> Element {
    let unit = column.unit.as_deref().filter(|unit| !unit.is_empty());
    let below = unit.map_or_else(|| cell::kind(column.kind).to_owned(), cell::unit);
    el("th")
        .attr("scope", "col")
        .attr("class", (!cell::is_number(column)).then_some("text"))
        .attr("title", column.data_type.clone())
        .child(el("code").child(column.name.clone()))
        .child(el("span").class("unit").child(below))
}
