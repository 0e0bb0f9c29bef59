//! Units and money of the account.

use super::*;
use proptest::prelude::*;

/// Replays with these units wanted before each period.
fn replay(demand: &[f64], start: Stock, terms: &Terms, wanted: &[f64]) -> Vec<Period> {
    run(demand, start, terms, |period, _| wanted.get(period).copied().unwrap_or(0.0))
}

fn column(periods: &[Period], of: fn(&Period) -> f64) -> Vec<f64> {
    periods.iter().map(of).collect()
}

#[test]
fn what_is_not_there_is_lost() {
    // Two full periods between an order and its stock: that before period 0 is there in period 2.
    let periods =
        replay(&[4.0, 9.0, 1.0, 5.0], stock(5.0, &[3.0, 2.0]), &terms(2, 1, Unmet::Lost), &[7.0, 0.0, 4.0]);
    assert_eq!(column(&periods, |p| p.arrived), [3.0, 2.0, 7.0, 0.0]);
    assert_eq!(column(&periods, |p| p.sold), [4.0, 6.0, 1.0, 5.0]);
    assert_eq!(column(&periods, |p| p.unmet), [0.0, 3.0, 0.0, 0.0]);
    assert_eq!(column(&periods, |p| p.on_hand), [4.0, 0.0, 6.0, 1.0]);
    assert_eq!(column(&periods, |p| p.ordered), [7.0, 0.0, 4.0, 0.0]);
    let totals = Totals::of(&periods);
    assert!((totals.holding_cost - 2.2).abs() < 1e-12 && totals.shortage_cost == 3.0);
    assert_eq!((totals.fill_rate(), totals.orders, totals.average_stock), (Some(16.0 / 19.0), 2, 11.0 / 4.0));
    // The beginning to the arrival in period 1, and from there to that in period 2, in which 3 units are lost.
    assert_eq!((totals.cycles, totals.cycles_met), (2, 1));
}

#[test]
fn what_is_owed_waits_and_costs_until_it_comes() {
    let periods =
        replay(&[4.0, 9.0, 1.0, 5.0], stock(5.0, &[0.0, 2.0]), &terms(2, 1, Unmet::Backordered), &[7.0, 4.0]);
    // In period 2 seven arrive, of which six are owed.
    assert_eq!(column(&periods, |p| p.on_hand), [1.0, -6.0, 0.0, -1.0]);
    assert_eq!(column(&periods, |p| p.sold), [4.0, 3.0, 1.0, 4.0]);
    assert_eq!(column(&periods, |p| p.shortage_cost), [0.0, 6.0, 0.0, 1.0]);
}

#[test]
fn reviews_are_apart_and_orders_come_in_packs() {
    let limits = OrderLimits { pack_size: Some(6.0), minimum: Some(10.0), ..OrderLimits::default() };
    let terms = Terms { limits, ..terms(0, 2, Unmet::Lost) };
    let periods = replay(&[1.0; 5], Stock::default(), &terms, &[1.0, 1.0, 13.0, 1.0, 0.0]);
    assert_eq!(column(&periods, |p| p.ordered), [12.0, 0.0, 18.0, 0.0, 0.0]);
    assert_eq!(
        column(&periods, |p| p.arrived),
        [12.0, 0.0, 18.0, 0.0, 0.0],
        "without lead time it is there at once"
    );
}

#[test]
fn owners_rules_are_kept() {
    let rule = |reorder_point: f64, lot: Lot| FixedRule { reorder_point, lot };
    let at = |rule: FixedRule, on_hand: f64| rule.order(&stock(on_hand, &[1.0]));
    assert_eq!(at(rule(4.0, Lot::Quantity(3.0)), 4.0), 0.0, "five are above the reorder point");
    assert_eq!(at(rule(4.0, Lot::Quantity(3.0)), 3.0), 3.0);
    assert_eq!(at(rule(4.0, Lot::Quantity(3.0)), -1.0), 6.0, "as many lots as it takes");
    assert_eq!(at(rule(4.0, Lot::UpTo(10.0)), 2.0), 7.0);
    assert_eq!(at(rule(f64::INFINITY, Lot::UpTo(10.0)), 8.0), 1.0);
    assert_eq!(at(rule(f64::INFINITY, Lot::UpTo(10.0)), 12.0), 0.0);
}

/// The least cost over all orders of 0 to 6 units, by trying them.
fn least_cost(demand: &[f64], start: &Stock, terms: &Terms) -> f64 {
    let reviews = demand.len().div_ceil(terms.review_periods);
    let mut least = f64::INFINITY;
    for choice in 0..7_usize.pow(crate::convert::count_u32(reviews)) {
        let wanted = |period: usize| {
            let place = crate::convert::count_u32(period / terms.review_periods);
            (choice / 7_usize.pow(place) % 7) as f64
        };
        let periods = run(demand, start.clone(), terms, |period, _| wanted(period));
        least = least.min(Totals::of(&periods).cost());
    }
    least
}

#[test]
fn foresight_costs_the_least_there_is() {
    let demands = [[0.0, 3.0, 1.0, 2.0], [2.0, 0.0, 0.0, 3.0], [1.0, 2.0, 3.0, 0.0], [3.0, 3.0, 0.0, 1.0]];
    for unmet in [Unmet::Lost, Unmet::Backordered] {
        for (lead_time, review) in [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (0, 3)] {
            for (holding_cost, shortage_cost) in [(0.2, 1.0), (1.0, 1.5), (1.0, 0.4), (0.0, 1.0), (1.0, 0.0)]
            {
                let terms = Terms { holding_cost, shortage_cost, ..terms(lead_time, review, unmet) };
                for demand in &demands {
                    let start = stock(1.0, &vec![1.0; lead_time]);
                    let found = Totals::of(&foresight(demand, start.clone(), &terms)).cost();
                    let least = least_cost(demand, &start, &terms);
                    assert!((found - least).abs() < 1e-9, "{terms:?} {demand:?}: {found}, not {least}");
                }
            }
        }
    }
}

fn unmet() -> impl Strategy<Value = Unmet> {
    prop_oneof![Just(Unmet::Lost), Just(Unmet::Backordered)]
}

proptest! {
    #[test]
    fn units_are_neither_made_nor_lost(
        demand in prop::collection::vec(0.0..20.0f64, 1..30), wanted in prop::collection::vec(-5.0..40.0f64, 30),
        on_hand in 0.0..50.0f64, due in prop::collection::vec(0.0..9.0f64, 0..4), lead_time in 0..4usize,
        review in 1..4usize, pack in prop::option::of(1.0..8.0f64), unmet in unmet(),
    ) {
        let limits = OrderLimits { pack_size: pack, ..OrderLimits::default() };
        let terms = Terms { limits, ..terms(lead_time, review, unmet) };
        let periods = replay(&demand, stock(on_hand, &due), &terms, &wanted);
        let sum = |of: fn(&Period) -> f64| periods.iter().map(of).sum::<f64>();
        let last = periods.last().expect("a period").on_hand;
        let gone = if unmet == Unmet::Lost { sum(|p| p.sold) } else { sum(|p| p.demand) };
        prop_assert!((on_hand + sum(|p| p.arrived) - gone - last).abs() < 1e-9);
        for (number, period) in periods.iter().enumerate() {
            prop_assert!((period.sold + period.unmet - period.demand).abs() < 1e-9 && period.unmet >= 0.0);
            let from_state = due.get(number).copied().unwrap_or(0.0);
            let from_order = number.checked_sub(lead_time).map_or(0.0, |placed| periods[placed].ordered);
            prop_assert!((period.arrived - from_state - from_order).abs() < 1e-9);
            prop_assert!(unmet == Unmet::Backordered || period.on_hand >= 0.0);
        }
    }

    #[test]
    fn no_orders_cost_less_than_foresight(
        demand in prop::collection::vec(0.0..20.0f64, 1..20), wanted in prop::collection::vec(0.0..40.0f64, 20),
        on_hand in 0.0..30.0f64, lead_time in 0..4usize, review in 1..4usize, holding_cost in 0.0..2.0f64,
        shortage_cost in 0.0..2.0f64, unmet in unmet(),
    ) {
        let terms = Terms { holding_cost, shortage_cost, ..terms(lead_time, review, unmet) };
        let cost = Totals::of(&replay(&demand, Stock::of(on_hand), &terms, &wanted)).cost();
        let limit = Totals::of(&foresight(&demand, Stock::of(on_hand), &terms)).cost();
        prop_assert!(limit <= cost + 1e-9, "{limit} {cost}");
    }
}
