//! The numbers of a chart as a table behind a disclosure. The browser's data cursor reads its rows too, so that what
//! it announces is what the table says.

use crate::text;
use crate::view::{Element, el};
use planning::day::Day;

/// A row: its name, its period, and a text for each column.
pub(super) struct TableRow {
    pub(super) name: String,
    /// Dates, where the row is a period.
    pub(super) days: Option<(Day, Day)>,
    /// Position of the cursor in the box, where points are not evenly spaced.
    pub(super) x: Option<i32>,
    pub(super) cells: Vec<String>,
}

/// A table with a caption, a column for the rows' names, and others.
pub(super) fn table_view(
    caption: &str,
    first: &'static str,
    columns: Vec<String>,
    rows: Vec<TableRow>,
) -> Element {
    let head = |name| el("th").attr("scope", "col").child(name);
    let heads = columns.into_iter().map(head);
    let rows = rows.into_iter().map(row);
    let table = el("table")
        .child(el("caption").child(caption.to_owned()))
        .child(el("thead").child(el("tr").child(head(first.to_owned())).children(heads)))
        .child(el("tbody").children(rows));
    el("details")
        .class("table-view")
        .child(el("summary").child(text::show_table()))
        .child(scroll(caption.to_owned()).child(table))
}

/// A container that scrolls sideways on narrow pages, also by keyboard. It is a group, not a region, because pages
/// have many and landmarks are for finding the few large parts.
pub(crate) fn scroll(label: String) -> Element {
    el("div").class("scroll").attr("tabindex", "0").attr("role", "group").attr("aria-label", label)
}

fn row(row: TableRow) -> Element {
    let cells = row.cells.into_iter().map(|cell| el("td").child(cell));
    el("tr")
        .attr("data-from", row.days.map(|days| days.0.to_string()))
        .attr("data-to", row.days.map(|days| days.1.to_string()))
        .attr("data-x", row.x.map(|x| x.to_string()))
        .child(el("th").attr("scope", "row").child(row.name))
        .children(cells)
}
