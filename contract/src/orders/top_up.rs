//! What to add to an order that does not reach a limit of its supplier, where that costs least.

use super::{Orders, OrdersQuery, SupplierOrder};
use crate::derived::Derived;
use crate::items::{ItemsQuery, PlanRow, kept_rows};
use planning::convert::{known, single};
use planning::stock::{Candidate, fill_up};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What would fill up an order to a limit of its supplier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopUp {
    /// Code of the supplier.
    pub supplier: String,
    /// What is missing to the limit, money: to the minimum, or once that is reached to free freight.
    pub missing: f64,
    /// Value of what is added at cost, money; less than what is missing where a year's demand of all its items is.
    pub value: f64,
    /// What it costs to have all of it before it is needed, money.
    pub holding_cost: f64,
    /// What is added: what will be needed soonest first.
    pub lines: Vec<TopUpLine>,
}

/// Units added of an item at a location.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopUpLine {
    /// Stock keeping unit.
    pub sku: String,
    /// Product name.
    pub name: String,
    /// Location id.
    pub location: String,
    /// Units of it that are ordered already.
    pub ordered_units: f32,
    /// Units added, in whole packs.
    pub units: f32,
    /// Their value at cost, money.
    pub value: f64,
    /// Days until the first of them would be ordered anyway.
    pub needed_in_days: f64,
    /// What it costs to have them before that, money.
    pub holding_cost: f64,
}

/// What would fill up each supplier's order, in the order of the suppliers, among the item-locations that the filter keeps;
/// none where nothing is missing, or nothing of it could be added.
///
/// The rule is that of [`fill_up`]: a pack that is ordered today instead of later costs its holding until then, so the
/// packs that will be needed soonest return most for their money.
pub fn top_ups(derived: &Derived, orders: &Orders, query: &OrdersQuery) -> Vec<Option<TopUp>> {
    let missing = |of: &SupplierOrder| Some((of.supplier.clone()?, of.missing()?));
    let missing: Vec<Option<(String, f64)>> = orders.suppliers.iter().map(missing).collect();
    if missing.iter().all(Option::is_none) {
        return vec![None; missing.len()];
    }
    let ordered: BTreeMap<u32, f32> = orders.ordered.iter().map(|line| (line.row, line.units)).collect();
    let wanted = missing.iter().flatten();
    let mut rows: BTreeMap<&str, Vec<u32>> = wanted.map(|(code, _)| (code.as_str(), Vec::new())).collect();
    // Statuses and searches choose lines to look at, not what the supplier could deliver besides.
    let all = ItemsQuery { filter: query.kept.filter.clone(), ..ItemsQuery::default() };
    for row in kept_rows(derived, &all) {
        // Somebody who skips a line does not want it in another way.
        let is_skipped = ordered.get(&row) == Some(&0.0);
        if let Some(rows) =
            rows.get_mut(derived.plan.items.supplier[row as usize].as_str()).filter(|_| !is_skipped)
        {
            rows.push(row);
        }
    }
    let of = |of: &Option<(String, f64)>| {
        let (supplier, missing) = of.as_ref()?;
        top_up(derived, (supplier, *missing), rows.get(supplier.as_str())?, &ordered)
    };
    missing.iter().map(of).collect()
}

/// What fills up a supplier's order by so much money from its rows.
fn top_up(
    derived: &Derived,
    (supplier, missing): (&str, f64),
    rows: &[u32],
    ordered: &BTreeMap<u32, f32>,
) -> Option<TopUp> {
    let candidates: Vec<Candidate> =
        rows.iter().map(|row| candidate(derived, *row, ordered.get(row).copied())).collect();
    let holding_rate = derived.facts.settings.holding_rate;
    let added = fill_up(&candidates, missing, holding_rate);
    let line = |(place, row): (usize, &u32)| {
        let (ordered_units, added) = (ordered.get(row).copied().unwrap_or(0.0), &added[place]);
        let row = PlanRow::new(derived, *row);
        (added.units > 0.0).then(|| TopUpLine {
            sku: row.items.sku[row.at].clone(),
            name: row.items.name[row.at].clone(),
            location: row.location().id.clone(),
            ordered_units,
            units: single(added.units),
            value: added.units * candidates[place].unit_cost,
            needed_in_days: candidates[place].needed_in_days(),
            holding_cost: added.holding_cost,
        })
    };
    let mut lines: Vec<TopUpLine> = rows.iter().enumerate().filter_map(line).collect();
    lines.sort_by(|a, b| a.needed_in_days.total_cmp(&b.needed_in_days));
    let sum = |of: fn(&TopUpLine) -> f64| lines.iter().map(of).sum::<f64>();
    let (value, holding_cost) = (sum(|line| line.value), sum(|line| line.holding_cost));
    let supplier = supplier.to_owned();
    (!lines.is_empty()).then_some(TopUp { supplier, missing, value, holding_cost, lines })
}

/// What could be added of a row, on top of what is ordered of it.
fn candidate(derived: &Derived, row: u32, ordered: Option<f32>) -> Candidate {
    let row = PlanRow::new(derived, row);
    let on_order = known(row.items.on_order[row.at]).unwrap_or(0.0);
    let position = f64::from(row.items.on_hand[row.at]) + f64::from(on_order);
    let minimum = if ordered.is_some() { f32::NAN } else { row.policy.minimum_order[row.at] };
    Candidate {
        spare: position + ordered.map_or(0.0, f64::from) - row.policy_now().reorder_point,
        demand_per_day: f64::from(row.policy.demand_per_day[row.at]),
        unit_cost: f64::from(row.policy.unit_cost[row.at]),
        pack_size: f64::from(row.policy.pack_size[row.at]),
        minimum: f64::from(minimum),
    }
}
