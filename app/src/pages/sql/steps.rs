//! How the engine ran a query: its steps as a tree, with rows and time of each.

use crate::format::{self, count};
use crate::text;
use crate::view::{Element, el};
use contract::SqlStep;

/// The tree behind a disclosure; nothing where no steps are known.
pub(super) fn steps(steps: &[SqlStep]) -> Option<Element> {
    let slowest = steps.iter().filter_map(|step| step.microseconds).max().unwrap_or(0);
    let tree = branches(steps, slowest)?;
    Some(
        el("details")
            .class("table-view sql-steps")
            .child(el("summary").child(text::sql_steps()))
            .child(el("p").class("hint").child(text::sql_steps_hint()))
            .child(tree),
    )
}

/// A list of the steps that are as deep as the first one, each with those that give it its rows.
fn branches(steps: &[SqlStep], slowest: u64) -> Option<Element> {
    let depth = steps.first()?.depth;
    let begins = steps.iter().enumerate().filter(|(_, step)| step.depth == depth).map(|(place, _)| place);
    let begins: Vec<usize> = begins.collect();
    let ends = begins.iter().skip(1).copied().chain([steps.len()]);
    let item = |(begin, end): (&usize, usize)| {
        step(&steps[*begin], slowest).child(branches(&steps[begin + 1..end], slowest))
    };
    Some(el("ul").children(begins.iter().zip(ends).map(item)))
}

fn step(step: &SqlStep, slowest: u64) -> Element {
    let name = match text::sql_step(&step.name).name {
        // The engine speaks English; screen readers should know.
        "" => el("strong").attr("lang", "en").child(step.name.clone()),
        name => el("strong").child(name),
    };
    let rows = step.rows.map(|rows| text::sql_row_count(&count(rows)));
    let time = step.microseconds.map(|time| text::sql_milliseconds(&format::number(time as f64 / 1e3, 1)));
    let took = [rows, time].into_iter().flatten().collect::<Vec<_>>().join(text::list_comma());
    let is_slowest = slowest > 0 && step.microseconds == Some(slowest);
    let mark = is_slowest.then(|| el("em").child(text::sql_slowest()));
    let detail = (!step.detail.is_empty())
        .then(|| el("code").class("meaning").attr("lang", "en").child(step.detail.clone()));
    el("li")
        .child(name)
        .child(" ")
        .child(el("span").class("number").child(took))
        .child(" ")
        .child(mark)
        .child(detail)
}
