//! The service of each rule, and its cost.

use super::{Shown, cell, kept_cell, rule_name, share_cell, table, whole};
use crate::text;
use crate::view::{Element, el};
use contract::{ProofResult, ProofRule};

/// A row for each rule, the plan's first.
pub(super) fn rules(shown: Shown<'_>) -> Element {
    let heads = [
        (text::proof_rule(), true),
        (text::proof_promise(), false),
        (text::proof_service(), false),
        (text::fill_rate(), false),
        (text::average_stock(), false),
        (text::proof_holding(), false),
        (text::proof_short(), false),
        (text::orders_a_year(), false),
    ];
    let rows = shown.proof.rules.iter().map(|result| row(shown, result));
    table("rules", text::proof_rules(), &heads, rows.collect())
}

fn row(shown: Shown<'_>, result: &ProofResult) -> Element {
    let at_cost = |measure, value| cell(measure, Some(value), shown.at_cost(value));
    // A rule without a promise does not lack data.
    let promise = match result.promise {
        None => el("td").child("–"),
        promise => share_cell("promise", promise),
    };
    let row = el("tr").attr("data-rule", result.rule.name());
    let row = if result.rule == ProofRule::Plan { row.class("sum") } else { row };
    row.child(el("th").attr("scope", "row").child(rule_name(result.rule)))
        .child(promise)
        .child(kept_cell("service", &result.kept))
        .child(share_cell("fill_rate", result.kept.fill_rate))
        .child(at_cost("stock_value", result.stock_value))
        .child(at_cost("holding_cost", result.holding_cost))
        .child(cell("short_value", Some(result.short_value), shown.at_price(result.short_value)))
        .child(cell("orders_per_year", Some(result.orders_per_year), Some(whole(result.orders_per_year))))
}
