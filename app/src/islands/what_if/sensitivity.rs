//! What moves the cost most: each assumption a tenth lower and a tenth higher.

use super::model::Details;
use crate::charts::{scroll, swing_bar};
use crate::islands::shared::scenario::readable;
use crate::view::{Element, cards, el};
use crate::{format, text};
use contract::Facts;
use planning::what_if::Swing;

/// The table with its bars, that of the widest range first; the service target is one of the assumptions.
pub(super) fn section(facts: &Facts, found: &Details) -> Element {
    let base = found.cost_per_year;
    let distance = |row: &Swing| costs(row).iter().map(|cost| (cost - base).abs()).fold(0.0, f64::max);
    let widest = found.swings.iter().map(distance).fold(0.0, f64::max);
    let head = |name| el("th").attr("scope", "col").child(name);
    let heads = [text::assumption(), text::cost_if_lower(), text::cost_if_higher(), text::cost_range()];
    let rows = found.swings.iter().map(|row| swing(&facts.currency, row, base, widest));
    let table = el("table")
        .child(el("caption").class("hidden").child(text::sensitivity_title()))
        .child(el("thead").child(el("tr").children(heads.map(head))))
        .child(el("tbody").children(rows));
    let hint = text::sensitivity_hint(&format::money(&facts.currency, base, 0));
    el("section")
        .class("totals sensitivity")
        .attr("aria-labelledby", "sensitivity-title")
        .child(el("h2").attr("id", "sensitivity-title").child(text::sensitivity_title()))
        .child(el("p").class("hint").child(hint))
        .child(scroll(text::sensitivity_title().to_owned()).child(cards(table)))
}

fn costs(row: &Swing) -> [f64; 2] {
    [row.cost_per_year_low, row.cost_per_year_high]
}

fn swing(currency: &str, row: &Swing, base: f64, widest: f64) -> Element {
    let bound = row.bound;
    let share = |cost: f64| if widest > 0.0 { (cost - base) / widest } else { 0.0 };
    let cell = |value: f64, cost: f64| {
        let change = cost - base;
        let value = readable(currency, bound, value);
        let shown = if change == 0.0 {
            text::no_change().to_owned()
        } else {
            format::signed(change, format::money(currency, change, 0))
        };
        el("td")
            .attr("data-value", cost.to_string())
            .child(shown)
            .child(" ")
            .child(el("span").class("unit").child(value))
    };
    let name = el("th").attr("scope", "row").child(text::parameter(bound.name).name);
    el("tr")
        .attr("data-parameter-name", bound.name)
        .child(name)
        .child(cell(row.low, row.cost_per_year_low))
        .child(cell(row.high, row.cost_per_year_high))
        .child(el("td").class("bar-cell").child(swing_bar(costs(row).map(share))))
}
