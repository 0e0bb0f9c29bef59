//! `GET /api/v1/proof`: how well past plans would have kept their promise, on days they could not know.

use super::endpoint::{AboutEndpoint, Endpoint, FunctionOf};
use crate::table::{Column, count, number, text};
use contract::{Proof, ProofAnswer, ProofGroup, ProofGrouping, ProofKept, ProofResult};

/// The service that a rule kept over all item-locations, or that plan and textbook kept in a group of them.
pub(super) struct ProofRow {
    grouping: &'static str,
    group: String,
    item_locations: u32,
    promise: Option<f64>,
    kept: ProofKept,
    textbook: Option<ProofKept>,
    result: Option<ProofResult>,
}

pub(super) const ENDPOINT: Endpoint<ProofAnswer, ProofRow> = Endpoint {
    about: AboutEndpoint {
        name: "proof",
        summary: "How well past plans kept their promise, on days they could not know",
        details: "Plans made from what was known at dates of the last half-year, replayed on the days that \
                  followed: cycles kept, stock and cost by rule, and by ABC class, demand class and category. Where \
                  the history is too short, `is_known` is false and there are no rules.",
        row: "rule or group",
        parameters: &[],
        function_of: FunctionOf::Publication,
        refuses: &[],
    },
    answer: |asked| Ok(ProofAnswer::new(&asked.derived().facts, &asked.served.published.proof)),
    rows: |answer| rows(&answer.proof),
    columns: &COLUMNS,
    paging: None,
};

fn rows(proof: &Proof) -> Vec<ProofRow> {
    let rule = |result: &ProofResult| ProofRow {
        grouping: "rule",
        group: result.rule.name(),
        item_locations: proof.item_locations,
        promise: result.promise,
        kept: result.kept,
        textbook: None,
        result: Some(*result),
    };
    let group = |group: &ProofGroup| ProofRow {
        grouping: grouping(group.grouping),
        group: group.group.clone(),
        item_locations: group.item_locations,
        promise: group.promise,
        kept: group.plan,
        textbook: Some(group.textbook),
        result: None,
    };
    proof.rules.iter().map(rule).chain(proof.groups.iter().map(group)).collect()
}

const COLUMNS: [Column<ProofRow>; 15] = [
    text("grouping", "rule, class, demand_class or category", |row| Some(row.grouping)),
    text("group", "The rule or the group", |row| Some(&row.group)),
    count("item_locations", "Item-locations that had a plan", |row| Some(row.item_locations.into())),
    number("promise", "Cycle service level promised; none by rules that promise nothing", |row| row.promise),
    number("cycles", "Cycles, over all replays", |row| Some(row.kept.cycles)),
    number("service", "Share of cycles kept: by the rule, in a group by the plan", |row| row.kept.service),
    number("standard_error", "Standard error of service", |row| row.kept.standard_error),
    number("fill_rate", "Share of units shipped at once", |row| row.kept.fill_rate),
    number("textbook_service", "In a group: share of cycles the textbook kept", |row| row.textbook?.service),
    number("textbook_standard_error", "Its standard error", |row| row.textbook?.standard_error),
    number("textbook_fill_rate", "In a group: the textbook's fill rate", |row| row.textbook?.fill_rate),
    number("stock_value", "Of a rule: average stock at cost, money", |row| Some(row.result?.stock_value)),
    number("holding_cost", "Of a rule: cost of holding it a year, money", |row| {
        Some(row.result?.holding_cost)
    }),
    number("short_value", "Of a rule: units short a year at the selling price, money", |row| {
        Some(row.result?.short_value)
    }),
    number("orders_per_year", "Of a rule: orders a year", |row| Some(row.result?.orders_per_year)),
];

fn grouping(grouping: ProofGrouping) -> &'static str {
    match grouping {
        ProofGrouping::Class => "class",
        ProofGrouping::DemandClass => "demand_class",
        ProofGrouping::Category => "category",
    }
}
