//! Totals of a replay.

use super::ledger::Period;

/// Sums over the periods of one item or many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Items.
    pub series: u64,
    /// Periods of all items.
    pub periods: u64,
    /// Units demanded.
    pub demand: f64,
    /// Units met from stock in the period of their demand.
    pub sold: f64,
    /// Money for stock on hand.
    pub holding_cost: f64,
    /// Money for units lost or owed.
    pub shortage_cost: f64,
    /// Orders placed.
    pub orders: u64,
    /// Units ordered.
    pub units_ordered: f64,
    /// Cycles: from one arrival of goods, or the beginning, to the next arrival.
    pub cycles: u64,
    /// Cycles in which all demand was met from stock.
    pub cycles_met: u64,
    /// Mean units on hand at the end of a period, of all items together.
    pub average_stock: f64,
}

impl Totals {
    /// Totals of one item. Periods after the last arrival belong to an unfinished cycle and count for none.
    pub fn of(periods: &[Period]) -> Totals {
        let mut totals = Totals { series: 1, periods: periods.len() as u64, ..Totals::default() };
        let (mut is_met, mut stock) = (true, 0.0);
        for (number, period) in periods.iter().enumerate() {
            if period.arrived > 0.0 && number > 0 {
                totals.cycles += 1;
                totals.cycles_met += u64::from(is_met);
                is_met = true;
            }
            is_met &= period.unmet <= 0.0;
            totals.demand += period.demand;
            totals.sold += period.sold;
            totals.holding_cost += period.holding_cost;
            totals.shortage_cost += period.shortage_cost;
            totals.orders += u64::from(period.ordered > 0.0);
            totals.units_ordered += period.ordered;
            stock += period.on_hand.max(0.0);
        }
        totals.average_stock = stock / periods.len().max(1) as f64;
        totals
    }

    /// Adds the totals of other items.
    pub fn add(&mut self, other: &Totals) {
        self.series += other.series;
        self.periods += other.periods;
        self.demand += other.demand;
        self.sold += other.sold;
        self.holding_cost += other.holding_cost;
        self.shortage_cost += other.shortage_cost;
        self.orders += other.orders;
        self.units_ordered += other.units_ordered;
        self.cycles += other.cycles;
        self.cycles_met += other.cycles_met;
        self.average_stock += other.average_stock;
    }

    /// Money for all.
    pub fn cost(&self) -> f64 {
        self.holding_cost + self.shortage_cost
    }

    /// Share of cycles in which all demand was met from stock; `None` without a cycle.
    pub fn cycle_service(&self) -> Option<f64> {
        (self.cycles > 0).then(|| self.cycles_met as f64 / self.cycles as f64)
    }

    /// Share of demand met from stock in its period; `None` without demand.
    pub fn fill_rate(&self) -> Option<f64> {
        (self.demand > 0.0).then(|| self.sold / self.demand)
    }
}
