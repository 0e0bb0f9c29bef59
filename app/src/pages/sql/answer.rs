//! The answer: what it took, a picture where it makes one, its rows, and links to take all of it away.

use super::asked::Asked;
use super::{picture, result, steps, table};
use crate::format::count;
use crate::view::{Element, el};
use crate::{address, format, text};
use contract::{SqlAnswer, SqlCost};

/// Formats of downloads, as the API names them, with what people call them.
const FORMATS: [(&str, &str); 5] =
    [("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"), ("arrow", "Arrow"), ("json", "JSON")];

/// The answer to a query.
pub(super) fn answer(asked: &Asked, answer: &SqlAnswer) -> Element {
    let apart = |sentence: String| el("p").class("verdict apart").attr("id", "sql-cut").child(sentence);
    let cut = answer.cost.cut_at.map(|rows| apart(text::sql_cut(&count(rows))));
    result(text::sql_result())
        .child(el("p").attr("data-summary", "").child(summary(&answer.cost)))
        .child(cut)
        .child(downloads(asked))
        .child(picture::picture(asked, answer))
        .child(table::table(asked, answer, &link(asked, "json")))
        .child(steps::steps(&answer.steps))
}

fn summary(cost: &SqlCost) -> String {
    let size = format::number(cost.bytes_read as f64 / 1e6, 1);
    text::sql_cost(&count(cost.row_count), &count(cost.milliseconds), &size)
}

/// The same query at the API.
fn link(asked: &Asked, format: &str) -> String {
    address::at(&["api/v1/sql?", &asked.sorted(asked.sort).with("format", format).to_string()].concat())
}

/// Links to the same query at the API, in each format.
fn downloads(asked: &Asked) -> Element {
    let link = |(format, name): (&str, &'static str)| {
        let href = link(asked, format);
        el("li").child(el("a").class("action").attr("href", href).flag("download", true).child(name))
    };
    el("div")
        .class("statuses")
        .child(el("span").attr("id", "sql-downloads").child(text::sql_downloads()))
        .child(el("ul").class("actions").attr("aria-labelledby", "sql-downloads").children(FORMATS.map(link)))
}
