//! Today's order lines by supplier: what a buyer sends, with what is missing to the supplier's terms.

mod answer;
mod columns;
mod edit;
mod line;
mod query;
mod today;
mod top_up;

pub use answer::{OrdersAnswer, SkippedLine, order_lines, order_rows, orders};
pub use columns::SUPPLIER_COLUMNS;
pub use edit::{DecidedEdit, OrderEdit, OrderEdits};
pub use line::OrderLine;
pub use query::OrdersQuery;
pub use today::{MoneySum, Today};
pub use top_up::{TopUp, TopUpLine, top_ups};

use crate::derived::Derived;
use crate::items::{PlanRow, ProposalRow, kept_rows};
use crate::suppliers::{SupplierTerms, Suppliers};
use crate::table::as_written;
use core::ops::Range;
use planning::convert::known;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Today's order lines, supplier after supplier.
#[derive(Clone, Debug, PartialEq)]
pub struct Orders {
    /// Sums over all of them.
    pub total: OrderSum,
    /// A supplier each: those of most money first, lines without a supplier last.
    pub suppliers: Vec<SupplierOrder>,
    /// The lines, in the order of the suppliers; of one those of most money first.
    pub ordered: Vec<Ordered>,
    /// Where the lines of each supplier end.
    ends: Vec<usize>,
}

/// A row of the plan with what is ordered of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordered {
    /// The row.
    pub row: u32,
    /// Units proposed.
    pub proposed: f32,
    /// Units ordered: those proposed, unless somebody decided otherwise; zero where the line is skipped.
    pub units: f32,
    /// Reorder point, units.
    pub reorder_point: f64,
    /// Forecast demand, units per day.
    pub demand_per_day: f32,
}

/// Sums over order lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderSum {
    /// Lines to be ordered.
    pub lines: u32,
    /// Their units.
    pub units: f64,
    /// Their value at cost, money; absent where no unit cost is known, or no stock.
    pub value: Option<f64>,
    /// Lines whose unit cost is not known.
    pub value_unknown: u32,
    /// What those items are expected to be short before a new order could arrive, at unit price, money; absent where it is
    /// known for none.
    pub money_at_risk: Option<f64>,
}

/// What is ordered from a supplier today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SupplierOrder {
    /// Code of the supplier; absent for items that have none.
    pub supplier: Option<String>,
    /// Name people know it by; absent where the table of suppliers has none.
    pub name: Option<String>,
    /// Sums over its lines.
    pub sum: OrderSum,
    /// Least value of an order at cost, money; absent where it is not given.
    pub minimum_order_value: Option<f64>,
    /// What is missing to it, money: zero where it is reached, absent where either value is not known.
    pub missing_to_minimum: Option<f64>,
    /// Value of an order at cost from which freight is free, money; absent where it is not given.
    pub free_freight_value: Option<f64>,
    /// What is missing to it, money: zero where it is reached, absent where either value is not known.
    pub missing_to_free_freight: Option<f64>,
    /// Day of the week on which the supplier is ordered from: 1 for Monday to 7 for Sunday; absent where it is not given.
    pub order_weekday: Option<u8>,
}

impl Orders {
    /// The lines that the plan proposes, of the rows that a query keeps, with what somebody decided about them.
    pub fn today(derived: &Derived, suppliers: &Suppliers, query: &OrdersQuery, edits: &OrderEdits) -> Self {
        let line = |row: u32| {
            let of = PlanRow::new(derived, row);
            let (sku, location) = (&of.items.sku[of.at], &of.location().id);
            let planned = of.items.suggested_order[of.at];
            let (proposed, units) = edits.units(sku, location, planned, derived.facts.as_of);
            (proposed > 0.0 || units > 0.0).then(|| Ordered { proposed, units, ..Ordered::of(derived, row) })
        };
        let rows = kept_rows(derived, &query.kept);
        let ordered = rows.iter().copied().filter_map(line).collect();
        Self::of(derived, suppliers, &rows, ordered)
    }

    /// The lines among proposals, under whatever scenario they were made: those of [`crate::proposals`] for `query`, in
    /// their order.
    pub fn proposed(
        derived: &Derived,
        suppliers: &Suppliers,
        query: &OrdersQuery,
        proposals: &[ProposalRow],
    ) -> Self {
        let rows = kept_rows(derived, &query.kept);
        let ordered = rows.iter().copied().zip(proposals).filter_map(|(row, proposal)| {
            let units = proposal.proposed_order.filter(|units| *units > 0.0)?;
            Some(Ordered {
                row,
                proposed: proposal.order_without_decision.unwrap_or(units),
                units,
                reorder_point: proposal.reorder_point.unwrap_or(f64::NAN),
                demand_per_day: proposal.demand_per_day.unwrap_or(f32::NAN),
            })
        });
        let ordered = ordered.collect();
        Self::of(derived, suppliers, &rows, ordered)
    }

    /// Groups lines of some rows, in the order of the plan. Sums add what is written: the same digits as the sum of a file.
    fn of(derived: &Derived, suppliers: &Suppliers, rows: &[u32], mut ordered: Vec<Ordered>) -> Self {
        let mut total = OrderSum::default();
        let mut sums: BTreeMap<&str, (OrderSum, f64)> = BTreeMap::new();
        let supplier = |line: &Ordered| derived.plan.items.supplier[line.row as usize].as_str();
        // What is proposed decides the order, so that nothing moves while somebody changes units.
        let worth = |line: &Ordered| {
            known(line.proposed * derived.plan.policy.unit_cost[line.row as usize]).unwrap_or(0.0)
        };
        for line in &ordered {
            total.add(derived, line);
            let (sum, proposed) = sums.entry(supplier(line)).or_default();
            sum.add(derived, line);
            *proposed += f64::from(worth(line));
        }
        // Nothing to order is worth nothing, where the stock of anything is known.
        let is_known = rows.iter().any(|row| !derived.plan.items.on_hand[*row as usize].is_nan());
        if total.lines == 0 && is_known {
            total.value = Some(0.0);
        }
        let mut groups: Vec<(&str, (OrderSum, f64))> = sums.into_iter().collect();
        groups.sort_by(|(a, (_, of_a)), (b, (_, of_b))| {
            a.is_empty().cmp(&b.is_empty()).then(of_b.total_cmp(of_a))
        });
        let names = groups.iter().map(|(name, _)| *name).enumerate();
        let places: BTreeMap<&str, usize> = names.map(|(place, name)| (name, place)).collect();
        ordered.sort_by(|a, b| {
            let of = |line| places.get(supplier(line));
            of(a).cmp(&of(b)).then(worth(b).total_cmp(&worth(a)))
        });
        let group =
            |(name, (sum, _)): &(&str, (OrderSum, f64))| SupplierOrder::new(name, *sum, suppliers.of(name));
        let mut ends = vec![0; groups.len()];
        for (place, line) in ordered.iter().enumerate() {
            if let Some(group) = places.get(supplier(line)) {
                ends[*group] = place + 1;
            }
        }
        Orders { total, suppliers: groups.iter().map(group).collect(), ordered, ends }
    }

    /// The places of a supplier's lines among [`Orders::ordered`], skipped ones among them.
    pub fn places(&self, supplier: usize) -> Range<usize> {
        let end = |place: usize| self.ends.get(place).copied().unwrap_or_default();
        let start = supplier.checked_sub(1).map_or(0, end);
        start..end(supplier).max(start)
    }

    /// The lines that are sent: those of a supplier, or all; skipped ones are not among them.
    pub fn sent(&self, derived: &Derived, supplier: Option<usize>) -> Vec<OrderLine> {
        let places = supplier.map_or(0..self.ordered.len(), |place| self.places(place));
        let mut lines = self.lines(derived, places);
        lines.retain(|line| line.units > 0.0);
        lines
    }

    /// The lines at some places, with everything that is said of them.
    pub fn lines(&self, derived: &Derived, places: Range<usize>) -> Vec<OrderLine> {
        let lines = self.ordered.get(places).unwrap_or_default();
        lines.iter().map(|line| OrderLine::of(derived, line)).collect()
    }
}

impl Ordered {
    /// What the plan proposes of a row, with what is decided in the store.
    fn of(derived: &Derived, row: u32) -> Self {
        let of = PlanRow::new(derived, row);
        let units = of.items.suggested_order[of.at];
        Ordered {
            row,
            proposed: derived
                .decisions
                .line(row)
                .map_or(units, |line| line.proposed_units.unwrap_or(f32::NAN)),
            units,
            reorder_point: of.policy_now().reorder_point,
            demand_per_day: of.policy.demand_per_day[of.at],
        }
    }
}

impl OrderSum {
    fn add(&mut self, derived: &Derived, line: &Ordered) {
        let row = PlanRow::new(derived, line.row);
        let add = |sum: &mut Option<f64>, value: f64| *sum = Some(sum.unwrap_or(0.0) + value);
        if line.units > 0.0 {
            self.lines += 1;
            self.units += f64::from(line.units);
            match known(line.units * row.policy.unit_cost[row.at]) {
                None => self.value_unknown += 1,
                Some(value) => add(&mut self.value, as_written(value)),
            }
        }
        if let Some(money) = known(row.money_at_risk()) {
            add(&mut self.money_at_risk, f64::from(money));
        }
    }
}

impl SupplierOrder {
    fn new(code: &str, sum: OrderSum, terms: Option<&SupplierTerms>) -> Self {
        let given = |value: Option<f64>| value.filter(|value| *value > 0.0);
        let minimum_order_value = given(terms.and_then(|terms| terms.minimum_order_value));
        let free_freight_value = given(terms.and_then(|terms| terms.free_freight_value));
        // Of an order that leaves lines out, without a cost, no more than this is missing; of none nothing is.
        let missing = |limit: Option<f64>| Some((limit? - sum.value?).max(0.0));
        SupplierOrder {
            supplier: (!code.is_empty()).then(|| code.to_owned()),
            name: terms.map(|terms| terms.name.clone()).filter(|name| !name.is_empty()),
            sum,
            minimum_order_value,
            missing_to_minimum: missing(minimum_order_value),
            free_freight_value,
            missing_to_free_freight: missing(free_freight_value),
            order_weekday: terms.and_then(|terms| terms.order_weekday),
        }
    }

    /// What is missing to the next limit, money: to the minimum, and once that is reached to free freight; absent where
    /// nothing is missing or known.
    pub fn missing(&self) -> Option<f64> {
        let some = |money: &f64| *money > 0.0;
        self.missing_to_minimum.filter(some).or(self.missing_to_free_freight.filter(some))
    }
}
