//! The numbers behind the recommendation: today's settings beside the scenario.

use super::computed::computed;
use super::model::ItemModel;
use super::{more, nothing};
use crate::charts::scroll;
use crate::format::Form;
use crate::text;
use crate::view::{Element, el};
use contract::{Facts, ItemPolicy};
use planning::what_if::Parts;

/// A row of the table.
struct NumberRow {
    /// Its name in tests, and in `text::item_number`.
    id: &'static str,
    value: fn(&ItemPolicy) -> Option<f64>,
    form: Form,
}

fn part(policy: &ItemPolicy, of: impl Fn(&Parts) -> f64) -> Option<f64> {
    policy.parts.as_ref().map(of)
}

const ROWS: [NumberRow; 14] = [
    NumberRow { id: "demand_per_day", value: |p| part(p, |n| n.demand_per_day), form: Form::Number(2) },
    NumberRow {
        id: "exposed_demand_per_day",
        value: |p| part(p, |n| n.exposed_demand_per_day),
        form: Form::Number(2),
    },
    NumberRow { id: "error_sd_per_day", value: |p| part(p, |n| n.error_sd_per_day), form: Form::Number(2) },
    NumberRow { id: "lead_time_days", value: |p| part(p, |n| n.lead_time_days), form: Form::Number(1) },
    NumberRow { id: "lead_time_sd_days", value: |p| part(p, |n| n.lead_time_sd_days), form: Form::Number(1) },
    NumberRow {
        id: "lead_time_demand",
        value: |p| part(p, |n| n.lead_time_demand.mean),
        form: Form::Number(1),
    },
    NumberRow { id: "undershoot", value: |p| part(p, |n| n.undershoot.mean), form: Form::Number(1) },
    NumberRow { id: "safety_stock", value: |p| part(p, |n| n.policy.safety_stock), form: Form::Number(1) },
    NumberRow { id: "reorder_point", value: |p| part(p, |n| n.policy.reorder_point), form: Form::Number(1) },
    NumberRow {
        id: "order_quantity",
        value: |p| part(p, |n| n.policy.order_quantity),
        form: Form::Number(1),
    },
    NumberRow { id: "average_stock_value", value: |p| p.average_stock_value, form: Form::Money(2) },
    NumberRow { id: "holding_cost_per_year", value: |p| p.holding_cost_per_year, form: Form::Money(2) },
    NumberRow { id: "ordering_cost_per_year", value: |p| p.ordering_cost_per_year, form: Form::Money(2) },
    NumberRow { id: "fill_rate", value: |p| part(p, |n| n.policy.fill_rate), form: Form::Percent },
];

/// The table, and under it how each number is computed.
pub(super) fn numbers(facts: &Facts, model: &ItemModel) -> Element {
    if !model.has_policy() {
        return nothing();
    }
    let currency = &facts.currency;
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
                .child(value.map_or(text::no_data().to_owned(), |value| row.form.write(currency, value)))
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
    more("totals", text::item_numbers_title())
        .child(scroll(text::item_numbers_title().to_owned()).child(table))
        .child(computed(facts, model))
}
