//! The account by hand, what always holds, and what policies achieve on made demand.

mod account;
mod policies;

use super::*;
use crate::stock::OrderLimits;

/// Terms with holding cost 0.2 and shortage cost 1.
fn terms(lead_time_periods: usize, review_periods: usize, unmet: Unmet) -> Terms {
    Terms {
        lead_time_periods,
        review_periods,
        holding_cost: 0.2,
        shortage_cost: 1.0,
        unmet,
        limits: OrderLimits::default(),
        is_whole: true,
    }
}

/// Stock on hand, and what is due.
fn stock(on_hand: f64, due: &[f64]) -> Stock {
    Stock { on_hand, due: due.iter().copied().collect() }
}
