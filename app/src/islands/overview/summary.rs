//! The page in a few sentences: turnover, stockouts, holding cost, what to do first, and why there is much to order.

use super::model::{ItemRow, OverviewModel, Tile};
use crate::islands::shared::order_week::order_week;
use crate::view::{Element, el};
use crate::{format, text};
use contract::Facts;
use planning::kpi;

/// The sentences under their heading.
pub(super) fn summary(facts: &Facts, model: &OverviewModel) -> Element {
    let items = sentences(facts, model).map(|sentence| el("li").child(sentence));
    el("section")
        .class("summary")
        .attr("aria-labelledby", "summary-title")
        .child(el("h2").attr("id", "summary-title").child(text::in_short()))
        .child(el("ul").children(items))
}

/// The sentences that the data allows.
pub(crate) fn sentences(facts: &Facts, model: &OverviewModel) -> impl Iterator<Item = String> {
    let sentences = [
        turning(model),
        stockouts(facts, model),
        holding(facts, model),
        action(facts, model),
        order_week(&facts.currency, &model.orders),
    ];
    sentences.into_iter().flatten()
}

fn value(model: &OverviewModel, id: &str) -> Option<f64> {
    let place = kpi::ALL.iter().position(|definition| definition.id == id)?;
    let parts = model.tiles.get(place).and_then(|tile: &Tile| tile.current)?;
    Some(parts.value)
}

fn turning(model: &OverviewModel) -> Option<String> {
    let turnover = format::number(value(model, "turnover")?, 1);
    let days = format::number(value(model, "days_of_inventory")?, 0);
    Some(match &model.slowest {
        Some((name, slowest)) => {
            text::summary_turning_slowest(&turnover, &days, name, &format::number(*slowest, 1))
        }
        None => text::summary_turning(&turnover, &days),
    })
}

fn stockouts(facts: &Facts, model: &OverviewModel) -> Option<String> {
    let rate = format::percent(value(model, "stockout_rate")?, 1);
    let worst = model.emptiest.as_ref().map(|(name, worst)| (name, format::percent(*worst, 1)));
    Some(match (facts.known.hours, worst) {
        (true, Some((name, worst))) => text::summary_hours_out_worst(&rate, name, &worst),
        (true, None) => text::summary_hours_out(&rate),
        (false, Some((name, worst))) => text::summary_stockouts_worst(&rate, name, &worst),
        (false, None) => text::summary_stockouts(&rate),
    })
}

fn holding(facts: &Facts, model: &OverviewModel) -> Option<String> {
    let cost = format::money(&facts.currency, value(model, "holding_cost")?, 0);
    let rate = format::percent(facts.settings.holding_rate, 0);
    let stock = format::money(&facts.currency, value(model, "stock_value")?, 0);
    Some(text::summary_holding(&cost, &rate, &stock))
}

fn action(facts: &Facts, model: &OverviewModel) -> Option<String> {
    let money = |row: &ItemRow| format::money(&facts.currency, f64::from(row.money), 0);
    match (model.short.rows.first(), model.excess.rows.first()) {
        (Some(short), Some(excess)) => Some(text::summary_action(
            &short.name,
            &short.location.name,
            &money(short),
            &excess.name,
            &excess.location.name,
            &money(excess),
        )),
        (Some(short), None) => {
            Some(text::summary_action_short(&short.name, &short.location.name, &money(short)))
        }
        (None, Some(excess)) => {
            Some(text::summary_action_excess(&excess.name, &excess.location.name, &money(excess)))
        }
        (None, None) => None,
    }
}
