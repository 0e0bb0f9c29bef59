//! What moves the cost most: each assumption a tenth lower and a tenth higher.

use super::controls::readable;
use super::model::{SwingRow, WhatIfModel};
use crate::charts::{scroll, swing_bar};
use crate::view::{Element, el};
use crate::{format, text};
use contract::Publication;
use planning::bounds;

/// The table with its bars, that of the widest range first; the service target is one of the assumptions.
pub(super) fn section(publication: &Publication, model: &WhatIfModel) -> Element {
    let base = model.scenario.cost_per_year();
    let distance = |row: &SwingRow| row.costs.iter().map(|cost| (cost - base).abs()).fold(0.0, f64::max);
    let widest = model.swings.iter().map(distance).fold(0.0, f64::max);
    let head = |name| el("th").attr("scope", "col").child(name);
    let heads = [text::assumption(), text::cost_if_lower(), text::cost_if_higher(), text::cost_range()];
    let rows = model.swings.iter().map(|row| swing(&publication.currency, row, base, widest));
    let table = el("table")
        .child(el("caption").class("hidden").child(text::sensitivity_title()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    let hint = text::sensitivity_hint(&format::money(&publication.currency, base, 0));
    el("section")
        .class("totals sensitivity")
        .attr("aria-labelledby", "sensitivity-title")
        .child(el("h2").attr("id", "sensitivity-title").child(text::sensitivity_title()))
        .child(el("p").class("hint").child(hint))
        .child(scroll(text::sensitivity_title().to_owned()).child(table))
}

fn swing(currency: &str, row: &SwingRow, base: f64, widest: f64) -> Element {
    let bound = &bounds::SCENARIO[row.parameter.min(bounds::SCENARIO.len() - 1)];
    let share = |cost: f64| if widest > 0.0 { (cost - base) / widest } else { 0.0 };
    let cell = |end: usize| {
        let change = row.costs[end] - base;
        let value = readable(currency, bound, row.values[end]);
        let shown = if change == 0.0 {
            text::no_change().to_owned()
        } else {
            format::signed(change, format::money(currency, change, 0))
        };
        el("td")
            .attr("data-value", row.costs[end].to_string())
            .child(shown)
            .child(" ")
            .child(el("span").class("unit").child(value))
    };
    let name = el("th").attr("scope", "row").child(text::parameter(bound.name).name);
    el("tr")
        .attr("data-parameter-name", bound.name)
        .child(name)
        .child(cell(0))
        .child(cell(1))
        .child(el("td").class("bar-cell").child(swing_bar(row.costs.map(share))))
}
