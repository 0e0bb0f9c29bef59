//! What to order for every item-location under a scenario: the plan that a planner hands to purchasing.

use super::plan_row::PlanRow;
use super::{ItemsQuery, Kept};
use crate::Derived;
use planning::convert::{known, single};
use planning::day::Day;
use planning::periods::Step;
use planning::segment::{AbcClass, Variability};
use planning::stock::{Outlook, Proposal, Status, proposal};
use planning::what_if::{Budget, Policy, Scenario, Target, budget, policy};

/// An item-location with its policy under a scenario and what to order today. Unknown values are absent.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalRow {
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Supplier.
    pub supplier: Option<String>,
    /// Location id.
    pub location: String,
    /// Category.
    pub category: String,
    /// ABC class.
    pub class: AbcClass,
    /// Status under the publication's settings.
    pub status: Status,
    /// Units on hand; a value below zero is owed to customers.
    pub on_hand: Option<f32>,
    /// Units on order.
    pub on_order: Option<f32>,
    /// Inventory position, units: on hand plus on order; an unknown quantity on order counts as zero.
    pub position: Option<f32>,
    /// Forecast demand under the scenario, units per day; zero if the item is not stocked.
    pub demand_per_day: Option<f32>,
    /// Mean lead time under the scenario, days.
    pub lead_time_days: Option<f32>,
    /// Safety stock, units.
    pub safety_stock: Option<f64>,
    /// Reorder point, units.
    pub reorder_point: Option<f64>,
    /// Order quantity, units.
    pub order_quantity: Option<f64>,
    /// What to order today, units; zero for nothing.
    pub proposed_order: Option<f32>,
    /// The day on which the position falls to the reorder point, or today if it already has; absent beyond the
    /// forecast.
    pub order_by: Option<Day>,
    /// Unit cost, money.
    pub unit_cost: Option<f32>,
    /// What to order today at cost, money.
    pub proposed_value: Option<f32>,
    /// Cycle service that the reorder point under the settings achieves in simulation, a share.
    pub achieved_service: Option<f32>,
    /// Fill rate that it achieves there, a share.
    pub achieved_fill_rate: Option<f32>,
    /// XYZ class.
    pub variability: Variability,
    /// Service level under the scenario and the item's rule, a fraction; under a stock budget, the cycle service that
    /// the item's share gives.
    pub service_level: f64,
    /// Days between reviews under the scenario and the item's rule.
    pub review_days: f64,
    /// The rule of the settings that sets its policy, counted from 1; absent where there is none.
    pub policy_rule: Option<u64>,
    /// What is decided about its order: the kind; absent where nothing is.
    pub decision: Option<String>,
    /// Why; absent where nobody said.
    pub decision_reason: Option<String>,
    /// What to order today without decisions, units; absent where nothing is decided, or no stock is known.
    pub order_without_decision: Option<f32>,
}

/// The proposals for every item-location that a query keeps, in the order of the plan; its page and sorting do not
/// matter. `mean` is the forecast of a row, units per period.
pub fn proposals<'a>(
    derived: &Derived,
    query: &ItemsQuery,
    (scenario, stock_budget): (&Scenario, Option<f64>),
    step: Step,
    mean: impl Fn(u32) -> &'a [f64],
) -> (Vec<ProposalRow>, Option<Budget>) {
    let outlook = |row| Outlook { mean: mean(row), period_days: step.days(), factor: scenario.demand_factor };
    let rows = Kept::of(derived, query).rows;
    let items = derived.plan.policy.as_items();
    let budget = stock_budget.map(|money| budget(&items, &rows, scenario, money));
    let target = budget.as_ref().map(|budget| budget.spread.target);
    let proposal = |row| ProposalRow::of(derived, row, (scenario, target), &outlook(row));
    (rows.into_iter().map(proposal).collect(), budget)
}

impl ProposalRow {
    fn of(
        derived: &Derived,
        row: u32,
        (scenario, target): (&Scenario, Option<Target>),
        outlook: &Outlook<'_>,
    ) -> Self {
        let (at_row, row) = (row, PlanRow::new(derived, row));
        let PlanRow { items, policy: columns, at, .. } = row;
        let item = columns.as_items().item(at);
        let own = columns.as_items().own(at);
        let scenario = &own.scenario(scenario);
        let target = target.filter(|_| own.service_level_parts == 0);
        let policy = policy(&item, scenario, &target.unwrap_or_else(|| Target::of(scenario)));
        let Policy { safety_stock, reorder_point, order_quantity, .. } = policy;
        let (on_hand, on_order) = (items.on_hand[at], items.on_order[at]);
        let position_with = |on_order: Option<f32>| f64::from(on_hand) + on_order.map_or(0.0, f64::from);
        let position = position_with(known(on_order));
        let next = |position| proposal(position, reorder_point, order_quantity, item.pack_size, outlook);
        let today = |position: f64, order: Option<Proposal>| match order {
            _ if position.is_nan() => f32::NAN,
            order => order.filter(|order| order.in_days == 0).map_or(0.0, |order| single(order.quantity)),
        };
        let order = next(position);
        let decided = derived.decisions.line(at_row);
        let entry = decided.and_then(|line| derived.decisions.entry_of(line));
        let without = decided.map(|line| position_with(line.on_order));
        // What somebody decided to order is ordered under any scenario.
        let proposed = match entry.filter(|entry| entry.decision.kind.is_about_quantity()) {
            Some(entry) => entry.decision.units.map_or(0.0, single),
            None => today(position, order),
        };
        ProposalRow {
            sku: items.sku[at].clone(),
            name: items.name[at].clone(),
            supplier: row.supplier().map(str::to_owned),
            location: row.location().id.clone(),
            category: row.category().id.clone(),
            class: row.class(),
            status: row.status(),
            on_hand: known(on_hand),
            on_order: known(on_order),
            position: known(single(position)),
            demand_per_day: known(single(item.demand_per_day * scenario.demand_factor)),
            lead_time_days: known(single(item.lead_time_days * scenario.lead_time_factor)),
            safety_stock: known(safety_stock),
            reorder_point: known(reorder_point),
            order_quantity: known(order_quantity),
            proposed_order: known(proposed),
            order_by: order.map(|order| derived.facts.as_of.plus(order.in_days)),
            unit_cost: known(columns.unit_cost[at]),
            proposed_value: known(proposed * columns.unit_cost[at]),
            achieved_service: known(items.achieved_service[at]),
            achieved_fill_rate: known(items.achieved_fill_rate[at]),
            variability: row.variability(),
            service_level: target.map_or(scenario.service_level, |_| policy.cycle_service),
            review_days: scenario.review_days,
            policy_rule: (items.rule[at] > 0).then_some(u64::from(items.rule[at])),
            decision: entry.map(|entry| entry.decision.kind.name().to_owned()),
            decision_reason: entry.and_then(|entry| entry.decision.why.clone()),
            order_without_decision: without.and_then(|position| known(today(position, next(position)))),
        }
    }
}
