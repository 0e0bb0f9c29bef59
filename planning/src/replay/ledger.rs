//! The stock account of one item, period by period.

use std::collections::VecDeque;

use crate::stock::OrderLimits;

/// What happens to demand that stock cannot meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// It is lost.
    Lost,
    /// It waits, and is served first.
    Backordered,
}

/// The conditions under which an item is replayed.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Full periods of demand between an order and the stock that it brings.
    pub lead_time_periods: usize,
    /// Periods from one review to the next; 0 counts as 1.
    pub review_periods: usize,
    /// Money per unit on hand at the end of a period.
    pub holding_cost: f64,
    /// Money per unit lost, or per unit owed at the end of a period.
    pub shortage_cost: f64,
    /// What happens to unmet demand.
    pub unmet: Unmet,
    /// Packs and smallest order.
    pub limits: OrderLimits,
    /// Whether only whole units can be ordered.
    pub is_whole: bool,
}

/// Stock between two periods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stock {
    /// Units; below zero what is owed.
    pub on_hand: f64,
    /// Units arriving at the beginning of the next period, the one after, ….
    pub due: VecDeque<f64>,
}

impl Stock {
    /// This many units on hand and none due.
    pub fn of(on_hand: f64) -> Stock {
        Stock { on_hand, due: VecDeque::new() }
    }

    /// Units on hand when an order placed now arrives, after the lead time's demand has been taken from stock on hand
    /// and due by then. Lost demand leaves nothing owed.
    pub(super) fn at_arrival(&self, demand: impl Iterator<Item = f64>, terms: &Terms) -> f64 {
        let due = self.due.iter().copied().chain(core::iter::repeat(0.0));
        let there =
            demand.take(terms.lead_time_periods).zip(due).fold(self.on_hand, |on_hand, (demand, due)| {
                let left = on_hand + due - demand;
                if terms.unmet == Unmet::Lost { left.max(0.0) } else { left }
            });
        // Units already due then, if the state reaches beyond the lead time.
        there + self.due.get(terms.lead_time_periods).copied().unwrap_or(0.0)
    }

    /// Units on hand and due, less what is owed.
    pub fn position(&self) -> f64 {
        self.due.iter().fold(self.on_hand, |sum, units| sum + units)
    }
}

/// The result of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Period {
    /// Units ordered just before it, at the end of the period before.
    pub ordered: f64,
    /// Units that arrived at its beginning.
    pub arrived: f64,
    /// Units demanded.
    pub demand: f64,
    /// Units of its demand met from stock.
    pub sold: f64,
    /// Units of its demand that were not: lost, or owed.
    pub unmet: f64,
    /// Units on hand at its end; below zero what is owed.
    pub on_hand: f64,
    /// Money for units on hand at its end.
    pub holding_cost: f64,
    /// Money for units lost in it, or owed at its end.
    pub shortage_cost: f64,
}

impl Period {
    /// Money for all.
    pub fn cost(&self) -> f64 {
        self.holding_cost + self.shortage_cost
    }
}

/// Replays demand by period from `stock` on. `review` gets the period about to begin and the stock before it, and
/// returns the units it wants; packs and the smallest order are applied afterwards. The order arrives after
/// `lead_time_periods` periods. Demand that is NaN or below zero counts as zero.
pub fn run(
    demand: &[f64],
    mut stock: Stock,
    terms: &Terms,
    mut review: impl FnMut(usize, &Stock) -> f64,
) -> Vec<Period> {
    let lead_time = terms.lead_time_periods;
    let periods = demand.iter().enumerate().map(|(period, demand)| {
        if stock.due.len() < lead_time {
            stock.due.resize(lead_time, 0.0);
        }
        let is_review = period.is_multiple_of(terms.review_periods.max(1));
        let wanted = if is_review { review(period, &stock) } else { 0.0 };
        let ordered = terms.limits.apply(wanted, 0.0, 0.0).order_quantity;
        if stock.due.len() == lead_time {
            stock.due.push_back(0.0);
        }
        stock.due[lead_time] += ordered;
        let arrived = stock.due.pop_front().unwrap_or(0.0);
        let demand = demand.max(0.0);
        let available = stock.on_hand + arrived;
        let sold = demand.min(available.max(0.0));
        let unmet = demand - sold;
        stock.on_hand = match terms.unmet {
            Unmet::Lost => available - sold,
            Unmet::Backordered => available - demand,
        };
        let missing = match terms.unmet {
            Unmet::Lost => unmet,
            Unmet::Backordered => (-stock.on_hand).max(0.0),
        };
        Period {
            ordered,
            arrived,
            demand,
            sold,
            unmet,
            on_hand: stock.on_hand,
            holding_cost: terms.holding_cost * stock.on_hand.max(0.0),
            shortage_cost: terms.shortage_cost * missing,
        }
    });
    periods.collect()
}
