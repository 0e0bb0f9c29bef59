//! The numbers behind the recommendation: today's settings beside the scenario.

use super::computed::computed;
use super::model::ItemModel;
use crate::charts::scroll;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{ItemPolicy, Publication};
use planning::what_if::Parts;

/// A row of the table.
struct Row {
    /// Its name in tests, and in `text::item_number`.
    id: &'static str,
    value: fn(&ItemPolicy) -> Option<f64>,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Number(u32),
    Money,
    Percent,
}

fn part(policy: &ItemPolicy, of: impl Fn(&Parts) -> f64) -> Option<f64> {
    policy.parts.as_ref().map(of)
}

const ROWS: [Row; 14] = [
    Row { id: "demand_per_day", value: |p| part(p, |n| n.demand_per_day), kind: Kind::Number(2) },
    Row {
        id: "exposed_demand_per_day",
        value: |p| part(p, |n| n.exposed_demand_per_day),
        kind: Kind::Number(2),
    },
    Row { id: "error_sd_per_day", value: |p| part(p, |n| n.error_sd_per_day), kind: Kind::Number(2) },
    Row { id: "lead_time_days", value: |p| part(p, |n| n.lead_time_days), kind: Kind::Number(1) },
    Row { id: "lead_time_sd_days", value: |p| part(p, |n| n.lead_time_sd_days), kind: Kind::Number(1) },
    Row { id: "lead_time_demand", value: |p| part(p, |n| n.lead_time_demand.mean), kind: Kind::Number(1) },
    Row { id: "undershoot", value: |p| part(p, |n| n.undershoot.mean), kind: Kind::Number(1) },
    Row { id: "safety_stock", value: |p| part(p, |n| n.policy.safety_stock), kind: Kind::Number(1) },
    Row { id: "reorder_point", value: |p| part(p, |n| n.policy.reorder_point), kind: Kind::Number(1) },
    Row { id: "order_quantity", value: |p| part(p, |n| n.policy.order_quantity), kind: Kind::Number(1) },
    Row { id: "average_stock_value", value: |p| p.average_stock_value, kind: Kind::Money },
    Row { id: "holding_cost_per_year", value: |p| p.holding_cost_per_year, kind: Kind::Money },
    Row { id: "ordering_cost_per_year", value: |p| p.ordering_cost_per_year, kind: Kind::Money },
    Row { id: "fill_rate", value: |p| part(p, |n| n.policy.fill_rate), kind: Kind::Percent },
];

/// The table, and under it how each number is computed.
pub(super) fn numbers(publication: &Publication, model: &ItemModel) -> Element {
    let currency = &publication.currency;
    let head = |name| el("th").attr("scope", "col").child(name);
    let heads = [text::measure(), text::now(), text::scenario()].into_iter().map(head);
    let rows = ROWS.iter().map(|row| {
        let words = text::item_number(row.id);
        let cell = |which: &'static str, policy: &ItemPolicy| {
            let value = (row.value)(policy);
            el("td")
                .attr("data-number", row.id)
                .attr("data-scenario", which)
                .attr("data-value", value.map(|value| value.to_string()))
                .child(value.map_or(text::no_data().to_owned(), |value| shown(currency, row.kind, value)))
        };
        let name = el("th")
            .attr("scope", "row")
            .child(el("span").class("name").child(words.name))
            .child(" ")
            .child(el("span").class("unit").child(words.unit));
        el("tr")
            .child(name)
            .child(cell("now", &model.answer.now))
            .child(cell("scenario", &model.answer.scenario))
    });
    let table = el("table")
        .child(el("caption").class("hidden").child(text::item_numbers_title()))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows));
    el("section")
        .class("totals")
        .attr("aria-labelledby", "numbers-title")
        .child(el("h2").attr("id", "numbers-title").child(text::item_numbers_title()))
        .child(scroll(text::item_numbers_title().to_owned()).child(table))
        .child(computed(publication, model))
}

fn shown(currency: &str, kind: Kind, value: f64) -> String {
    match kind {
        Kind::Number(decimals) => format::number(value, decimals),
        Kind::Money => format::money(currency, value, 2),
        Kind::Percent => format::percent(value, 2),
    }
}
