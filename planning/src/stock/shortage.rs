//! The shortage before a new order could arrive, given open orders and when they are due.

use super::{Outlook, Uncertain, risk};

/// Units on order that arrive together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// Days from today; zero for what is overdue.
    pub days: f64,
    /// Units.
    pub units: f64,
}

/// Open orders by the day they are due, soonest first. `open` are purchase orders as (days since the order, units):
/// each is due one mean lead time after it was placed, or at once if it is late. Units of `on_order` that no purchase
/// order explains are due after half a lead time, the average for an order of unknown age.
pub fn arrivals(open: &[(f64, f64)], on_order: f64, lead_time_days: f64) -> Vec<Arrival> {
    let due = |(age, units): &(f64, f64)| Arrival { days: (lead_time_days - age).max(0.0), units: *units };
    let mut arrivals: Vec<Arrival> = open.iter().map(due).collect();
    let unexplained = on_order - open.iter().map(|(_, units)| units).sum::<f64>();
    if unexplained > 0.0 {
        arrivals.push(Arrival { days: 0.5 * lead_time_days, units: unexplained });
    }
    arrivals.sort_by(|a, b| a.days.total_cmp(&b.days));
    arrivals
}

/// Units that will be short before a new order could arrive; NaN where the stock is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortage {
    /// If demand is as forecast.
    pub if_as_forecast: f64,
    /// Expected, with the forecast's error and the lead time's deviation.
    pub expected: f64,
}

/// The shortage until an order placed at the next review arrives: after lead time plus review period.
///
/// A stock that loses what it cannot serve has lost max over t of F(t) − S(t) by then, F cumulative demand, S supply:
/// `on_hand` (below zero what is owed) plus what has arrived (Harrison, *Brownian Motion and Stochastic Flow
/// Systems*, §2.2). Supply rises in steps, so only the moments before each step and the end matter. The expected
/// shortage takes at each of them the expectation of F(t) − S(t) where it is positive, see [`risk`], at most all
/// demand and what is owed; the largest is a lower bound of the expected maximum.
pub fn shortage(
    on_hand: f64,
    arrivals: &[Arrival],
    uncertain: &Uncertain,
    review_days: f64,
    outlook: &Outlook<'_>,
) -> Shortage {
    if on_hand.is_nan() {
        return Shortage { if_as_forecast: f64::NAN, expected: f64::NAN };
    }
    let end = uncertain.lead_time_days + review_days;
    let owed = (-on_hand).max(0.0);
    let mut supply = on_hand;
    let mut shortage = Shortage { if_as_forecast: owed, expected: owed };
    let mut look = |days: f64, supply: f64| {
        let mean = outlook.demand(days);
        let expected =
            risk(supply, 0.0, &Uncertain { lead_time_days: days, ..*uncertain }, outlook).short_units;
        shortage.if_as_forecast = shortage.if_as_forecast.max(mean - supply);
        shortage.expected = shortage.expected.max(expected.min(mean + owed));
    };
    for arrival in arrivals.iter().take_while(|arrival| arrival.days < end) {
        look(arrival.days, supply);
        supply += arrival.units;
    }
    look(end, supply);
    shortage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal;
    use proptest::prelude::*;

    fn five_a_day() -> Outlook<'static> {
        Outlook { mean: &[35.0; 13], period_days: 7.0, factor: 1.0 }
    }

    #[test]
    fn orders_are_due_a_lead_time_after_they_were_placed() {
        let due = arrivals(&[(4.0, 20.0), (30.0, 5.0)], 30.0, 14.0);
        let expected = [(0.0, 5.0), (7.0, 5.0), (10.0, 20.0)].map(|(days, units)| Arrival { days, units });
        assert_eq!(due, expected, "late at once, undated after half a lead time");
        assert_eq!(arrivals(&[], f64::NAN, 14.0), []);
        assert_eq!(arrivals(&[(2.0, 8.0)], f64::NAN, 14.0).len(), 1);
    }

    #[test]
    fn what_arrives_too_late_does_not_help() {
        // 20 on hand at five a day: empty after four days; 100 come later, a new order after fifteen.
        let check = |on_hand: f64, days: f64, short: f64| {
            let due = [Arrival { days, units: 100.0 }];
            let found =
                shortage(on_hand, &due, &Uncertain::normal((14.0, 0.0), (5.0, 0.0)), 1.0, &five_a_day());
            assert_eq!(found, Shortage { if_as_forecast: short, expected: short }, "after {days}");
        };
        check(20.0, 10.0, 30.0);
        check(20.0, 4.0, 0.0);
        check(20.0, 16.0, 55.0);
        check(-3.0, 0.0, 3.0);
        let unknown =
            shortage(f64::NAN, &[], &Uncertain::normal((14.0, 0.0), (5.0, 0.0)), 1.0, &five_a_day());
        assert!(unknown.if_as_forecast.is_nan() && unknown.expected.is_nan());
    }

    #[test]
    fn the_expectation_is_the_loss_of_the_normal_and_at_most_all_demand() {
        // 15 days of 5 ± 2 a day: mean 75, deviation 2·√15; on hand just the mean.
        let at = |on_hand, sd| {
            shortage(on_hand, &[], &Uncertain::normal((14.0, 0.0), (5.0, sd)), 1.0, &five_a_day())
        };
        let expected = 2.0 * 15.0f64.sqrt() * normal::loss(0.0);
        assert!((at(75.0, 2.0).expected - expected).abs() < 1e-12 && at(75.0, 2.0).if_as_forecast == 0.0);
        // The normal would have negative demand, and expect 175 to be short of 75.
        assert_eq!(at(0.0, 100.0).expected, 75.0);
        assert_eq!(at(-4.0, 100.0).expected, 79.0);
    }

    proptest! {
        #[test]
        fn if_as_forecast_it_is_the_largest_gap_of_all_moments(
            mean in prop::collection::vec(0.0..50.0f64, 1..14), on_hand in 0.0..200.0f64, sd in 0.0..9.0f64,
            open in prop::collection::vec((0.0..30.0f64, 1.0..60.0f64), 0..4), lead in 0.0..60.0f64,
        ) {
            let outlook = Outlook { mean: &mean, period_days: 7.0, factor: 1.0 };
            let due = arrivals(&open, f64::NAN, lead);
            let errors = Uncertain::normal((lead, 1.0), (outlook.demand(91.0) / 91.0, sd));
            let at = |on_hand| shortage(on_hand, &due, &errors, 1.0, &outlook);
            let found = at(on_hand);
            // Hour by hour, and finer.
            let supply = |day: f64| on_hand + due.iter().filter(|a| a.days < day).map(|a| a.units).sum::<f64>();
            let days = (0..=6_000).map(|step| (lead + 1.0) * f64::from(step) / 6_000.0);
            let walked = days.map(|day| outlook.demand(day) - supply(day)).fold(0.0, f64::max);
            prop_assert!(found.if_as_forecast >= walked - 1e-9 && found.if_as_forecast <= walked + 0.1, "{found:?} {walked}");
            // Uncertainty only adds to what is expected, more stock only takes from it.
            prop_assert!(found.expected >= found.if_as_forecast - 1e-9);
            prop_assert!(at(on_hand + 1.0).expected <= found.expected + 1e-12);
        }
    }
}
