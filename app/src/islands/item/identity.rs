//! The item's identity and its stock.

use super::model::ItemModel;
use super::{known, units};
use crate::category;
use crate::islands::shared::policy_rule::rule_name;
use crate::islands::shared::status::status;
use crate::view::{Element, el};
use crate::{format, text};
use contract::Facts;

/// The item's facts as a list of names and values.
pub(super) fn identity(facts: &Facts, model: &ItemModel) -> Element {
    let answer = &model.answer;
    let money = |value| format::money(&facts.currency, value, 2);
    let class = text::demand_class(answer.demand_class.name());
    let days = answer.stockout_days.zip(answer.active_days);
    let days_out = days.map_or(text::no_data().to_owned(), |(out, active)| {
        text::days_of(&format::number(out, 0), &format::number(active, 0))
    });
    let words = text::variability(answer.variability.name());
    let variability = [words.short, text::colon(), words.name].concat();
    let rule = answer.policy_rule.and_then(|rule| rule_name(facts, rule));
    let rule = rule.unwrap_or_else(|| text::item_rule_settings().to_owned());
    let facts = [
        (text::sku(), answer.sku.clone()),
        (text::location(), answer.location.name.clone()),
        (text::category(), category::name(&answer.category.name).to_owned()),
        (text::supplier(), answer.supplier.clone().unwrap_or_else(|| text::no_data().to_owned())),
        (text::class(), text::abc_class(answer.class.name()).name.to_owned()),
        (text::item_demand(), class.name.to_owned()),
        (text::segments_variability(), variability),
        (text::item_rule(), rule),
        (text::on_hand(), known(answer.on_hand, units)),
        (text::on_order(), known(answer.on_order, units)),
        (text::item_stock_value(), known(answer.stock_value, |v| format::money(&facts.currency, v, 0))),
        (text::item_unit_cost(), known(answer.unit_cost, money)),
        (text::item_unit_price(), known(answer.unit_price, money)),
        (text::item_days_out(), days_out),
    ];
    let fact = |(name, value): (&'static str, String)| {
        el("div").child(el("dt").child(name)).child(el("dd").child(value))
    };
    let status = model.says_status().then(|| {
        el("div").child(el("dt").child(text::status())).child(el("dd").child(status(answer.status)))
    });
    el("dl").class("item-facts").child(status).children(facts.into_iter().map(fact))
}
