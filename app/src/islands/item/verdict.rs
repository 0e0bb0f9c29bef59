//! The verdict in one sentence: what to order, from whom, when and for how much money, and what happens without.

use super::model::ItemModel;
use super::{known, units};
use crate::islands::shared::status::status;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Action, Advice, Facts, ItemPolicy, RiskIf};
use planning::day::Day;
use planning::forecast::Notice;

/// The verdict, in sight wherever the page is scrolled to.
pub(super) fn verdict(facts: &Facts, model: &ItemModel) -> Element {
    let policy = &model.answer.scenario;
    let advice = &policy.advice;
    el("p")
        .class("headline")
        .attr("data-quantity", advice.quantity.map(|units| units.to_string()))
        .attr("data-cost", advice.cost.map(|money| money.to_string()))
        .attr("data-order-by", advice.order_by.map(|day| day.to_string()))
        .child(model.says_status().then(|| status(model.answer.status)))
        .child(" ")
        .child(el("strong").child(sentence(facts, model, policy)))
        .child(" ")
        .child(without(facts, model, advice))
}

/// What to do.
pub(super) fn sentence(facts: &Facts, model: &ItemModel, policy: &ItemPolicy) -> String {
    let Advice { action, quantity, cost, order_by, position, .. } = &policy.advice;
    let quantity = known(*quantity, units);
    let from = model.answer.supplier.as_deref().map_or(String::new(), text::verdict_from);
    let money = |money| text::verdict_cost(&format::money(&facts.currency, money, 0));
    let cost = cost.map_or(String::new(), money);
    let (point, lot) = policy.parts.map_or((String::new(), String::new()), |parts| {
        (units(parts.policy.reorder_point), units(parts.policy.order_quantity.ceil()))
    });
    match action {
        Action::OrderNow => text::verdict_now(&quantity, &from, &cost),
        Action::OrderBy => text::verdict_by(&quantity, &from, &date(*order_by), &cost),
        Action::NoOrderInSight => text::advice_later(&known(*position, units), &point),
        Action::NothingToStock => nothing(facts, model),
        Action::StockUnknown => text::advice_unknown(&lot, &point),
    }
}

/// Why the item is not stocked, what happens to its stock, and when it was last asked for.
fn nothing(facts: &Facts, model: &ItemModel) -> String {
    let on_demand = |notice: &Notice| match notice {
        Notice::OrderedOnDemand { units } => Some(text::advice_on_demand(&units.to_string())),
        _ => None,
    };
    let answer = &model.answer;
    let why = answer.notices.iter().find_map(on_demand);
    let mut said = why.unwrap_or_else(|| text::advice_nothing().to_owned());
    if let Some(on_hand) = answer.on_hand.filter(|units| *units > 0.0) {
        let sells_off = match answer.stock_value {
            Some(value) => text::verdict_stock(&units(on_hand), &format::money(&facts.currency, value, 0)),
            None => text::advice_sells_off(&units(on_hand)),
        };
        said = text::two_sentences(&said, &sells_off);
    }
    match answer.rows.iter().rfind(|row| row.units > Some(0.0)) {
        Some(row) => text::two_sentences(&said, &text::verdict_last_demand(&format::date(row.to))),
        None => said,
    }
}

fn date(day: Option<Day>) -> String {
    day.map_or(text::no_data().to_owned(), format::date)
}

/// What happens without the order, and a week late.
fn without(facts: &Facts, model: &ItemModel, advice: &Advice) -> Option<String> {
    let (position, late) = advice.position.zip(advice.a_week_late.as_ref())?;
    let owed = model.answer.on_hand.filter(|units| *units < 0.0);
    let first = match (advice.runs_out, owed) {
        (_, Some(on_hand)) if position <= 0.0 && model.answer.on_order.unwrap_or(0.0) <= 0.0 => {
            text::verdict_owed(&units(-on_hand))
        }
        _ if position <= 0.0 => text::verdict_empty().to_owned(),
        (Some(day), _) => text::verdict_gone(&format::date(day)),
        (None, _) => text::verdict_lasts().to_owned(),
    };
    // Less than half a unit short is none.
    if late.short_units < 0.5 {
        return Some(first);
    }
    Some(text::two_sentences(&first, &week_late(facts, late)))
}

fn week_late(facts: &Facts, late: &RiskIf) -> String {
    match late.short_value {
        Some(value) => {
            text::verdict_late(&units(late.short_units), &format::money(&facts.currency, value, 0))
        }
        None => text::verdict_late_units(&units(late.short_units)),
    }
}
