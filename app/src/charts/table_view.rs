//! The numbers of a chart as a table behind a disclosure. The browser's data cursor reads its rows too, so that what
//! it announces is what the table says.

use crate::text;
use leptos::prelude::*;
use planning::day::Day;

/// A row: its name, what it stands for, and a text for each column.
pub(super) struct Row {
    pub(super) name: String,
    /// Dates, where the row is a period.
    pub(super) days: Option<(Day, Day)>,
    /// Place of the cursor in the box, where points are not evenly spaced.
    pub(super) x: Option<i32>,
    pub(super) cells: Vec<String>,
}

/// A table with a caption, a column for the rows' names, and others.
pub(super) fn table_view(caption: &str, first: &'static str, columns: Vec<String>, rows: Vec<Row>) -> impl IntoView + use<> {
    let heads: Vec<_> = columns.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect();
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <details class="table-view">
            <summary>{text::show_table()}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=caption.to_owned()>
                <table>
                    <caption>{caption.to_owned()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{first}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(row: Row) -> impl IntoView {
    let cells: Vec<_> = row.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect();
    view! {
        <tr
            data-from=row.days.map(|days| days.0.to_string())
            data-to=row.days.map(|days| days.1.to_string())
            data-x=row.x.map(|x| x.to_string())
        >
            <th scope="row">{row.name}</th>
            {cells}
        </tr>
    }
}
