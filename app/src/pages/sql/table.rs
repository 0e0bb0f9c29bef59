//! The rows of an answer, under names with units that sort them. The page's script shows those beyond the first.

use super::asked::Asked;
use super::cell;
use crate::charts::scroll;
use crate::format::count;
use crate::text;
use crate::view::{Element, el};
use contract::{SqlAnswer, SqlColumn, SqlKind, SqlSort, SqlValue};

/// Rows in the page at most; a browser is slow with more, unless a script keeps those out of sight out of the document.
const ROWS_MAX: usize = 1_000;

/// The table; `all` is where the script gets all rows, if the page does not show them.
pub(super) fn table(asked: &Asked, answer: &SqlAnswer, all: &str) -> Element {
    let is_part = answer.rows.len() > ROWS_MAX || answer.cost.cut_at.is_some();
    let heads = answer.columns.iter().zip(1..).map(|(column, place)| head(asked, column, place));
    let row = |row: &Vec<SqlValue>| {
        let cells = answer.columns.iter().zip(row);
        el("tr").children(cells.map(|(column, value)| cell::cell(column, value)))
    };
    // With its head; where rows were cut nobody knows.
    let row_count = match answer.cost.cut_at {
        None => (answer.cost.row_count + 1).to_string(),
        Some(_) => "-1".to_owned(),
    };
    let table = el("table")
        .attr("aria-rowcount", is_part.then_some(row_count))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(answer.rows.iter().take(ROWS_MAX).map(row)));
    let shown = answer.rows.len().min(ROWS_MAX) as u64;
    let hint = is_part.then(|| el("p").class("hint").child(text::sql_first_rows(&count(shown))));
    let rows =
        el("div").class("sql-rows").child(hint).child(scroll(text::sql_rows().to_owned()).child(table));
    // The script writes their numbers into these sentences.
    match is_part {
        false => rows,
        true => rows
            .attr("data-all", all.to_owned())
            .attr("data-cost", text::sql_cost("{rows}", "{milliseconds}", "{megabytes}"))
            .attr("data-cut", text::sql_cut("{rows}")),
    }
}

/// A column's name, kind and unit, and the link that sorts by it: numbers with the largest first, and the other way round where
/// the rows are sorted by it.
fn head(asked: &Asked, column: &SqlColumn, place: u32) -> Element {
    let sorted = asked.sort.filter(|sort| sort.column == place);
    let unit = column.unit.as_deref().filter(|unit| !unit.is_empty());
    let kind = cell::kind(column.kind).to_owned();
    let below = match unit {
        None => kind,
        Some(unit) => [&*kind, text::list_comma(), &cell::unit(unit)].concat(),
    };
    let name = el("code").child(column.name.clone());
    let descending = sorted.map_or(cell::is_number(column), |sort| !sort.descending);
    let next = SqlSort { column: place, descending };
    let arrow = sorted.map(|sort| if sort.descending { " ▾" } else { " ▴" });
    // Lists and structures have no order that people mean.
    let name = match column.kind {
        SqlKind::Other => name,
        _ => el("a")
            .attr("id", ["sql-sort-", &place.to_string()].concat())
            .attr("href", asked.shown(Some(next), asked.picture))
            .child(name)
            .child(arrow.map(|arrow| el("span").attr("aria-hidden", "true").child(arrow))),
    };
    let direction = |sort: SqlSort| if sort.descending { "descending" } else { "ascending" };
    el("th")
        .attr("scope", "col")
        .attr("class", (!cell::is_number(column)).then_some("text"))
        .attr("title", column.data_type.clone())
        .attr("aria-sort", sorted.map(direction))
        .child(name)
        .child(el("span").class("unit").child(below))
}
