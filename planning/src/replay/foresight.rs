//! Perfect foresight: the least possible cost, from orders that know all demand.

use super::ledger::{Period, Stock, Terms, Unmet, run};
use crate::stock::OrderLimits;

/// Replays demand with the orders of least cost, given all demand. Packs and smallest orders do not bind it, so that
/// its cost is a lower limit for every policy. It cannot change the stock on hand and due at the beginning.
///
/// An order serves the periods until the next one arrives. A unit for the j-th of them (from 0) is held j periods; without
/// it the unit is lost once, or owed until the next arrival. As long as holding it costs less, it is ordered.
pub fn foresight(demand: &[f64], stock: Stock, terms: &Terms) -> Vec<Period> {
    let terms = Terms { limits: OrderLimits::default(), ..*terms };
    run(demand, stock, &terms, |period, stock| {
        let arrival = period + terms.lead_time_periods;
        let Some(before) = demand.get(period..arrival) else { return 0.0 };
        let end = demand.len().min(arrival + terms.review_periods.max(1));
        let units = |demand: &f64| demand.max(0.0);
        let there = stock.at_arrival(before.iter().map(units), &terms);
        let is_served = |ahead: usize| {
            let without = match terms.unmet {
                Unmet::Lost => 1,
                Unmet::Backordered => end - arrival - ahead,
            };
            terms.holding_cost * (ahead as f64) < terms.shortage_cost * without as f64
        };
        let served = demand[arrival..end].iter().enumerate().take_while(|(ahead, _)| is_served(*ahead));
        let (served, wanted) =
            served.fold((0, 0.0), |(count, sum), (_, demand)| (count + 1, sum + units(demand)));
        if served == 0 { 0.0 } else { (wanted - there).max(0.0) }
    })
}
