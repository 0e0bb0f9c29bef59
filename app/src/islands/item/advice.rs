//! Why, in four steps, and what happens otherwise.

use super::model::ItemModel;
use super::own_record::own_record;
use super::verdict::sentence;
use super::{known, nothing, units};
use crate::islands::shared::scenario::{days, promise};
use crate::view::{Element, el};
use crate::{format, text};
use contract::{Advice, Facts, ItemPolicy, LeadTimeSource, RiskIf};
use planning::what_if::{self, Parts, Scenario, Target};

/// A reorder point above so many weeks of demand, half a year, comes with a reason.
const COVER_WEEKS_SAID: f64 = 26.0;
/// The lower service level to compare it with.
const LOWER_SERVICE_LEVEL: f64 = 0.8;

/// Why, in four steps, and what if not.
pub(super) fn reasons(facts: &Facts, model: &ItemModel) -> Element {
    let policy = &model.answer.scenario;
    let step = |(name, sentences): (&'static str, Vec<String>)| {
        let said = sentences.into_iter().map(|sentence| el("p").child(sentence));
        el("li").child(el("strong").child(name)).children(said)
    };
    let Some(parts) = &policy.parts else { return nothing() };
    let steps = steps(facts, model, policy, parts);
    let if_not = if_not(facts, model, &policy.advice).into_iter().map(|sentence| el("li").child(sentence));
    let today = model.supposes().then(|| {
        let sentence = sentence(facts, model, &model.answer.now);
        el("p").class("hint").child(text::advice_today(&sentence))
    });
    el("section")
        .class("notes reasons")
        .attr("aria-labelledby", "reasons-title")
        .child(el("h2").attr("id", "reasons-title").child(text::reasons_title()))
        .child(el("ol").children(steps.map(step)))
        .child(el("h3").child(text::if_not_title()))
        .child(el("ul").children(if_not))
        .child(today)
}

/// Demand, lead time, the reorder point they give, and the order that follows from what is there.
fn steps(
    facts: &Facts,
    model: &ItemModel,
    policy: &ItemPolicy,
    parts: &Parts,
) -> [(&'static str, Vec<String>); 4] {
    let tenths = |value: f64| format::number(value, 1);
    let demand =
        text::why_demand(&format::compact(parts.demand_per_day), &format::compact(parts.review_sd_per_day));
    let lead_time =
        text::why_lead_time(&tenths(parts.lead_time_days), &tenths(parts.lead_time_sd_days), &source(model));
    let mut point = vec![text::why_reorder_point(
        &units(parts.lead_time_demand.mean),
        &days(policy.scenario.review_days),
        &units(parts.undershoot.mean),
        &units(parts.policy.safety_stock),
        &promise(&policy.scenario),
        &units(parts.policy.reorder_point),
    )];
    point.extend(own_record(model, policy, parts));
    point.extend(long_cover(facts, model, policy, parts));
    let mut order = vec![position(model, policy)];
    order.extend(
        model
            .answer
            .abandoned_units
            .filter(|units| *units > 0.0)
            .map(|abandoned| text::why_abandoned(&units(abandoned))),
    );
    let lot = parts.policy.order_quantity;
    order.push(lot_sentence(model, policy, lot));
    if let Some(lots) = policy.advice.quantity.map(|quantity| (quantity / lot).round()).filter(|n| *n > 1.0) {
        order.push(text::why_lots(&format::number(lots, 0)));
    }
    let name = |id| text::item_number(id).name;
    [
        (name("demand_per_day"), vec![demand]),
        (name("lead_time_days"), vec![lead_time]),
        (name("reorder_point"), point),
        (name("order_quantity"), order),
    ]
}

/// What is there and on its way.
fn position(model: &ItemModel, policy: &ItemPolicy) -> String {
    let on_order = known(model.answer.on_order, units);
    let position = known(policy.advice.position, units);
    match model.answer.on_hand {
        Some(on_hand) if on_hand < 0.0 => text::why_position_owed(&units(-on_hand), &on_order, &position),
        Some(on_hand) => text::why_position(&units(on_hand), &on_order, &position),
        None => text::why_unknown().to_owned(),
    }
}

/// Why a reorder point covers more than half a year of demand, and what a lower promise would need.
fn long_cover(facts: &Facts, model: &ItemModel, policy: &ItemPolicy, parts: &Parts) -> Option<String> {
    let scenario = Scenario { service_level: LOWER_SERVICE_LEVEL, ..policy.scenario };
    let weeks = parts.policy.reorder_point / (7.0 * parts.demand_per_day);
    if weeks <= COVER_WEEKS_SAID || policy.scenario.service_level <= LOWER_SERVICE_LEVEL {
        return None;
    }
    let item = &model.record.inputs;
    let lower = what_if::policy(item, &scenario, &Target::of(&scenario));
    let less = parts.policy.average_stock - lower.average_stock;
    let less = match item.unit_cost {
        cost if cost > 0.0 => format::money(&facts.currency, cost * less, 0),
        _ => text::number_of_units(&units(less)),
    };
    let weeks = format::number(weeks, 0);
    Some(text::why_long_cover(&weeks, &promise(&scenario), &units(lower.reorder_point), &less))
}

/// The reasons for an order's size: cost, pack and minimum, as far as they apply.
fn lot_sentence(model: &ItemModel, policy: &ItemPolicy, lot: f64) -> String {
    let answer = &model.answer;
    // Without a pack size whole units are ordered.
    let lot = if answer.pack_size.is_some() { lot } else { lot.ceil() };
    let costed = policy.parts.is_some_and(|parts| parts.economic_quantity.is_finite());
    let mut sentence = if costed { text::why_lot(&units(lot)) } else { text::why_lot_uncosted(&units(lot)) };
    if let Some(pack) = answer.pack_size.filter(|pack| *pack > 1.0) {
        sentence += &text::why_pack(&units(pack));
    }
    if let Some(least) = answer.minimum_order.filter(|least| *least > 1.0) {
        sentence += &text::why_minimum(&units(least));
    }
    text::ended(&sentence)
}

/// The source of the lead time.
fn source(model: &ItemModel) -> String {
    let record = &model.record;
    let supplier = record.supplier.as_deref().unwrap_or_default();
    let count = |receipts: &Option<contract::Receipts>| {
        format::number(receipts.as_ref().map_or(0.0, |receipts| f64::from(receipts.receipts)), 0)
    };
    match record.series.lead_time_source {
        LeadTimeSource::OwnReceipts => text::source_own(&count(&record.own_receipts)),
        LeadTimeSource::SupplierReceipts => {
            text::source_supplier(&count(&record.supplier_receipts), supplier)
        }
        LeadTimeSource::SupplierStated => text::source_stated(supplier),
        LeadTimeSource::Assumed => text::source_assumed().to_owned(),
    }
}

fn if_not(facts: &Facts, model: &ItemModel, advice: &Advice) -> Vec<String> {
    let as_of = facts.as_of;
    let mut sentences = Vec::new();
    match (advice.position, advice.runs_out) {
        (None, _) => sentences.push(text::if_not_unknown().to_owned()),
        (Some(_), None) => sentences.push(text::if_not_never().to_owned()),
        (Some(position), Some(_)) if position <= 0.0 => {
            sentences.push(text::if_not_empty(&format::date(as_of)));
        }
        (Some(position), Some(day)) => {
            let days = format::number(f64::from(day.since(as_of)), 0);
            sentences.push(text::if_not_out(&units(position), &format::date(day), &days));
        }
    }
    if model.answer.on_hand.is_some_and(|units| units <= 0.0) && advice.position > Some(0.0) {
        sentences.push(text::if_not_waits().to_owned());
    }
    let short = |risk: &RiskIf| match risk.short_value {
        Some(value) => text::short_worth(&units(risk.short_units), &format::money(&facts.currency, value, 0)),
        None => text::short_units(&units(risk.short_units)),
    };
    let chance = |risk: &RiskIf| format::percent(risk.stockout_probability, 1);
    if let Some((arrives, risk)) = advice.arrives.zip(advice.on_time.as_ref()) {
        sentences.push(text::if_on_time(&format::date(arrives), &chance(risk), &short(risk)));
    }
    if let Some(risk) = &advice.a_week_late {
        let late = format::number(f64::from(risk.late_days), 0);
        sentences.push(text::if_late(&late, &chance(risk), &short(risk)));
        sentences.push(text::if_chance().to_owned());
    }
    sentences
}
