//! Orders on actual past days, by a rule that may change from day to day.

/// A balance this far below zero is rounding, in units.
const ROUNDING: f64 = 1e-9;

/// Actual past days, and the days on which stock is reviewed.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Demand of each day, units.
    pub demand: &'a [f64],
    /// Days from one review to the next, at least 1.
    pub review_days: usize,
    /// The first day at whose end stock is reviewed.
    pub first_review: usize,
}

/// What a rule sees at a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Review {
    /// The day, from 0.
    pub day: usize,
    /// Stock less units owed plus units on order.
    pub position: f64,
}

/// An order: units, and the full days of demand until they arrive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastOrder {
    /// Units, above zero.
    pub units: f64,
    /// Lead time, days.
    pub lead_time_days: usize,
}

/// A finished replenishment cycle: its order arrived.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The day at whose end it was ordered.
    pub ordered: usize,
    /// Full days of demand since then.
    pub lead_time_days: usize,
    /// Stock less units owed just before the goods arrived.
    pub balance: f64,
    /// The largest demand of a day since it was ordered, units.
    pub largest: f64,
}

impl Arrival {
    /// Whether nothing was owed.
    pub fn is_kept(&self) -> bool {
        self.balance >= -ROUNDING
    }
}

/// The result of orders on the past days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PastService {
    /// Cycles that ended, in the order of their ends.
    pub arrivals: Vec<Arrival>,
    /// Orders placed, including those that have not arrived.
    pub orders: u32,
    /// Units demanded.
    pub asked: f64,
    /// Units of them that were short.
    pub short: f64,
    /// Stock at the end of each day, added up, unit days.
    pub stock: f64,
}

impl Past<'_> {
    /// Replays the days from `start` units on hand. Goods arrive in the morning, demand takes them, and unmet demand
    /// is owed; at the end of a review day `order` returns the order.
    pub fn replay(&self, start: f64, mut order: impl FnMut(Review) -> Option<PastOrder>) -> PastService {
        let mut found = PastService::default();
        // (the day of arrival, the day of the order, units).
        let mut open: Vec<(usize, usize, f64)> = Vec::new();
        let (mut balance, mut on_order) = (start, 0.0);
        let review_days = self.review_days.max(1);
        for (day, units) in self.demand.iter().copied().enumerate() {
            let before = balance;
            open.retain(|(due, ordered, goods)| {
                if *due == day {
                    let since = &self.demand[ordered + 1..day];
                    found.arrivals.push(Arrival {
                        ordered: *ordered,
                        lead_time_days: since.len(),
                        balance: before,
                        largest: since.iter().copied().fold(0.0, f64::max),
                    });
                    balance += goods;
                    on_order -= goods;
                }
                *due != day
            });
            found.asked += units;
            found.short += (units - balance.max(0.0)).max(0.0);
            balance -= units;
            found.stock += balance.max(0.0);
            if day % review_days != self.first_review % review_days {
                continue;
            }
            if let Some(PastOrder { units, lead_time_days }) =
                order(Review { day, position: balance + on_order })
            {
                open.push((day + 1 + lead_time_days, day, units));
                on_order += units;
                found.orders += 1;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cycle_is_kept_where_nothing_is_owed_before_its_goods_come() {
        let past = Past { demand: &[4.0, 0.0, 3.0, 5.0, 1.0, 0.0], review_days: 2, first_review: 0 };
        let order = |review: Review| {
            let due = review.position <= 6.0;
            due.then_some(PastOrder { units: 10.0, lead_time_days: 2 })
        };
        let found = past.replay(10.0, order);
        // Ordered at 6 after the first day; 3 are left on the fourth morning. At the end of the fifth day 7 are left.
        let kept = Arrival { ordered: 0, lead_time_days: 2, balance: 3.0, largest: 3.0 };
        assert_eq!(found.arrivals, [kept]);
        assert_eq!(
            (found.orders, found.asked, found.short, found.stock),
            (1, 13.0, 0.0, 6.0 + 6.0 + 3.0 + 8.0 + 7.0 + 7.0)
        );
        let short = past.replay(6.0, order);
        assert!(!short.arrivals[0].is_kept());
        assert_eq!((short.arrivals[0].balance, short.short), (-1.0, 1.0));
    }

    proptest! {
        #[test]
        fn units_are_neither_made_nor_lost(
            demand in prop::collection::vec(0u8..9, 1..60), start in 0u8..40, point in 0u8..30, days in 0usize..9,
        ) {
            let demand: Vec<f64> = demand.into_iter().map(f64::from).collect();
            let past = Past { demand: &demand, review_days: 3, first_review: 1 };
            let order = |review: Review| {
                (review.position <= f64::from(point)).then_some(PastOrder { units: 12.0, lead_time_days: days })
            };
            let found = past.replay(f64::from(start), order);
            prop_assert_eq!(found.asked, demand.iter().sum::<f64>());
            prop_assert!(found.short <= found.asked);
            // With more stock at the start nothing more is short.
            prop_assert!(past.replay(f64::from(start) + 50.0, |_| None).short <= found.short.max(found.asked - f64::from(start) - 50.0).max(0.0));
            for arrival in &found.arrivals {
                prop_assert_eq!(arrival.lead_time_days, days);
                prop_assert_eq!(arrival.ordered % 3, 1);
            }
        }
    }
}
