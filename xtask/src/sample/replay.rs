//! One item-location's stock, day by day: real sales as demand against a plain reorder policy.

use super::random::Random;
use super::suppliers::Supplier;

/// Days of past demand that the simulated planner uses.
const MEMORY_DAYS: usize = 56;
/// Days between the planner's reviews.
const REVIEW_DAYS: usize = 7;

/// The quality of an item's planning.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    /// Reorder point as a multiple of mean demand over the mean lead time.
    pub(super) reorder_factor: f64,
    /// Days of demand in an order.
    pub(super) order_days: f64,
    /// Units per pack.
    pub(super) pack_units: i64,
}

impl Policy {
    /// Three planners: lean (runs out), sound, fat (too much of everything).
    pub(super) fn drawn(random: &mut Random, pack_units: i64) -> Self {
        let (reorder_factor, order_days) = match random.uniform() {
            lean if lean < 0.2 => (1.0, 14.0),
            sound if sound < 0.75 => (2.1, 21.0),
            _ => (3.2, 45.0),
        };
        let even = 0.8 + 0.4 * random.uniform();
        Policy { reorder_factor: reorder_factor * even, order_days: order_days * even, pack_units }
    }
}

/// A purchase order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Purchase {
    /// Day placed, counted from the item's first.
    pub(super) ordered: usize,
    /// Day received; may lie beyond the end.
    pub(super) received: usize,
    /// Units.
    pub(super) units: i64,
}

/// Balances at the end of each day, and the purchases behind them.
pub(super) struct Replay {
    /// Units on hand; below zero what is backordered.
    pub(super) on_hand: Vec<i64>,
    /// Units ordered and not yet received.
    pub(super) on_order: Vec<i64>,
    /// Purchases in the order in which they were placed.
    pub(super) purchases: Vec<Purchase>,
}

/// Replays `demand` (units a day from the item's first day on).
///
/// Goods arrive in the morning, demand is met or backordered, and the planner reviews in the evening. The initial
/// stock is the policy's order for the first weeks' demand.
pub(super) fn replay(demand: &[i64], policy: Policy, supplier: &Supplier, random: &mut Random) -> Replay {
    let lead_time_days = supplier.lead_time().0;
    let opening = pace(&demand[..demand.len().min(MEMORY_DAYS)])
        * (policy.reorder_factor * lead_time_days + policy.order_days / 2.0);
    let mut stock = packs(opening, policy.pack_units);
    let mut replay = Replay { on_hand: Vec::new(), on_order: Vec::new(), purchases: Vec::new() };
    let offset = random.below(REVIEW_DAYS);
    for (day, units) in demand.iter().enumerate() {
        stock += replay.purchases.iter().filter(|p| p.received == day).map(|p| p.units).sum::<i64>();
        stock -= units;
        let due = |p: &&Purchase| p.received > day;
        let mut on_order: i64 = replay.purchases.iter().filter(due).map(|p| p.units).sum();
        if day % REVIEW_DAYS == offset {
            let past = &demand[(day + 1).saturating_sub(MEMORY_DAYS)..=day];
            let pace = pace(past);
            let reorder_point = pace * lead_time_days * policy.reorder_factor;
            let short = reorder_point - (stock + on_order) as f64;
            if short >= 0.0 && (pace > 0.0 || stock + on_order < 0) {
                let units = packs(short + pace * policy.order_days, policy.pack_units).max(policy.pack_units);
                let days = supplier.lead_time_days[random.below(supplier.lead_time_days.len())].unsigned_abs()
                    as usize;
                replay.purchases.push(Purchase { ordered: day, received: day + 1 + days, units });
                on_order += units;
            }
        }
        replay.on_hand.push(stock);
        replay.on_order.push(on_order);
    }
    replay
}

/// Units a day that the planner expects: the mean of the days, where a day counts at most eight times the usual
/// order, so that one bulk order does not look like a trend. The first days of a new item do not count as its pace.
fn pace(past: &[i64]) -> f64 {
    let mut orders: Vec<i64> = past.iter().copied().filter(|units| *units > 0).collect();
    orders.sort_unstable();
    let Some(usual) = orders.get(orders.len() / 2).copied() else {
        return 0.0;
    };
    let counted: i64 = orders.iter().map(|units| (*units).min(8 * usual)).sum();
    counted as f64 / past.len().max(28) as f64
}

fn packs(units: f64, pack_units: i64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a few orders' worth of packs")]
    let packs = (units / pack_units as f64).ceil() as i64;
    packs.max(0) * pack_units
}

#[cfg(test)]
mod tests {
    use super::*;
    use planning::convert::count_i64;

    fn supplier() -> Supplier {
        Supplier { code: "S".into(), name: "S".into(), lead_time_days: vec![3, 7, 7, 12] }
    }

    #[test]
    fn stock_is_what_came_in_less_what_was_demanded() {
        let mut random = Random::seeded("demand");
        let demand: Vec<i64> = (0..300).map(|_| count_i64(random.below(9))).collect();
        let policy = Policy { reorder_factor: 0.8, order_days: 21.0, pack_units: 6 };
        let r = replay(&demand, policy, &supplier(), &mut random);
        let opening = r.on_hand[0] + demand[0];
        for day in 0..demand.len() {
            let received: i64 = r.purchases.iter().filter(|p| p.received <= day).map(|p| p.units).sum();
            let placed: i64 = r.purchases.iter().filter(|p| p.ordered <= day).map(|p| p.units).sum();
            assert_eq!(r.on_hand[day], opening + received - demand[..=day].iter().sum::<i64>());
            assert_eq!(r.on_order[day], placed - received);
        }
        assert!(r.purchases.iter().all(|p| p.units % 6 == 0 && p.units > 0));
        assert!(r.on_hand.iter().any(|units| *units < 0), "a lean policy runs out");
    }

    #[test]
    fn nothing_is_ordered_for_an_item_that_stopped_selling() {
        let mut demand = vec![4; 100];
        demand.extend(vec![0; 200]);
        let policy = Policy { reorder_factor: 3.0, order_days: 84.0, pack_units: 1 };
        let r = replay(&demand, policy, &supplier(), &mut Random::seeded("x"));
        assert!(r.purchases.iter().all(|p| p.ordered < 100 + MEMORY_DAYS));
        assert!(*r.on_hand.last().unwrap() > 0, "the rest stays on the shelf");
    }
}
