//! "How is this computed?": each formula with its values put in.

use super::model::ItemModel;
use crate::islands::shared::scenario::promise;
use crate::view::{Element, el};
use crate::{format, text};
use contract::Facts;
use planning::what_if::{Formula, ORDER_COVER_DAYS_MAX, Parts, Scenario};

/// The formulas of the scenario's policy.
pub(super) fn computed(facts: &Facts, model: &ItemModel) -> Element {
    let policy = &model.answer.scenario;
    let formulas = policy.parts.as_ref().map(|parts| formulas(facts, model, parts, &policy.scenario));
    let formula = |(name, formula, values): (&'static str, &'static str, String)| {
        el("div")
            .child(el("dt").child(name))
            .child(el("dd").child(el("span").class("formula").child(formula)).child(" ").child(values))
    };
    el("details")
        .class("explain computed")
        .child(el("summary").child(text::how_computed()))
        .child(el("dl").children(formulas.into_iter().flatten().map(formula)))
        .child(el("p").child(text::item_computed_note()))
}

fn n(value: f64) -> String {
    let size = value.abs();
    format::number(
        value,
        if size >= 1_000.0 {
            0
        } else if size >= 1.0 {
            2
        } else {
            3
        },
    )
}

/// Name, formula, and the formula with its values.
fn formulas(
    facts: &Facts,
    model: &ItemModel,
    parts: &Parts,
    scenario: &Scenario,
) -> Vec<(&'static str, &'static str, String)> {
    let (demand, error) = (n(parts.exposed_demand_per_day), n(parts.error_sd_per_day));
    let (days, days_sd) = (n(parts.lead_time_days), n(parts.lead_time_sd_days));
    let over_lead_time = &parts.lead_time_demand;
    let policy = &parts.policy;
    let name = |id| text::item_number(id).name;
    let mut formulas = vec![
        (
            name("lead_time_demand"),
            text::formula_lead_time_demand(),
            text::values_product(&demand, &days, &n(over_lead_time.mean)),
        ),
        (
            text::lead_time_demand_sd(),
            text::formula_lead_time_demand_sd(),
            text::values_lead_time_demand_sd(&days, &error, &demand, &days_sd, &n(over_lead_time.sd)),
        ),
        (
            name("undershoot"),
            text::formula_undershoot(),
            text::values_undershoot(
                &n(parts.exposed_demand_per_day * scenario.review_days),
                &n(parts.review_sd_per_day * scenario.review_days.sqrt()),
                &n(parts.undershoot.mean),
                &n(parts.undershoot.variance),
            ),
        ),
        safety_stock(parts, scenario),
        (
            name("reorder_point"),
            text::formula_reorder_point(),
            text::values_sum(
                &n(over_lead_time.mean),
                &n(parts.undershoot.mean),
                &n(policy.safety_stock),
                &n(policy.reorder_point),
            ),
        ),
    ];
    formulas.push((
        name("order_quantity"),
        text::formula_order_quantity(),
        lot(facts, model, parts, scenario),
    ));
    if let Some((position, day)) =
        model.answer.scenario.advice.position.zip(model.answer.scenario.advice.order_by)
    {
        formulas.push((
            text::order_by(),
            text::formula_order_by(),
            text::values_order_by(&n(position), &n(policy.reorder_point), &format::date(day)),
        ));
    }
    formulas
}

fn safety_stock(parts: &Parts, scenario: &Scenario) -> (&'static str, &'static str, String) {
    let (factor, sd) = (n(parts.z), n(parts.lead_time_demand.sd));
    let (result, promise) = (n(parts.policy.safety_stock), promise(scenario));
    let (formula, values) = match scenario.formula {
        Formula::Corrected => (
            text::formula_safety_stock(),
            text::values_safety_stock(
                &n(parts.safety_factor),
                &sd,
                &n(parts.undershoot.variance),
                &result,
                &promise,
            ),
        ),
        Formula::Textbook => (
            text::formula_safety_stock_textbook(),
            text::values_safety_stock_textbook(&factor, &sd, &n(parts.undershoot.mean), &result, &promise),
        ),
    };
    (text::item_number("safety_stock").name, formula, values)
}

fn lot(facts: &Facts, model: &ItemModel, parts: &Parts, scenario: &Scenario) -> String {
    let quantity = n(parts.policy.order_quantity);
    if !parts.economic_quantity.is_finite() {
        return text::values_order_quantity_uncosted(&quantity);
    }
    let money = |value| format::money(&facts.currency, value, 2);
    let cost = model.record.inputs.unit_cost;
    text::values_order_quantity(
        &n(parts.policy.demand_per_year),
        &money(scenario.order_cost),
        &money(scenario.holding_rate * cost),
        &n(parts.economic_quantity),
        &format::number(ORDER_COVER_DAYS_MAX, 0),
        &quantity,
    )
}
