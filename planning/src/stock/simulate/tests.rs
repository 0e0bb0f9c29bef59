use super::*;
use crate::distribution::{Distribution, Empirical, Normal, Poisson};
use crate::stock::{
    LeadTimeDemand, LotCosts, PeriodicDemand, fill_rate_reorder_point, min_max_optimum, order_up_to,
    order_up_to_fill_rate, reorder_point,
};
use core::num::NonZeroU32;
use proptest::prelude::*;

fn certain(days: f64) -> LeadTimes {
    LeadTimes::from_moments(days, 0.0).expect("in range")
}

fn setting<'a>(demand: &'a DailyDemand<'a>, lead_times: &'a LeadTimes, days: u32) -> Setting<'a> {
    Setting { demand, lead_times, review_days: 1, days, seed: 7 }
}

fn near(what: &str, actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{what}: {actual}, expected {expected} ± {tolerance}");
}

#[test]
fn the_reorder_point_with_undershoot_keeps_the_promise_that_the_textbook_breaks() {
    let demand = DailyDemand::from_moments(50.0, 15.0, false).expect("valid");
    let lead_times = certain(4.0);
    let at = |level| {
        simulate(&setting(&demand, &lead_times, 1_000_000), Lot::Fixed(400.0), level).expect("cycles")
    };
    let corrected = at(reorder_point(0.95, 4.0, 0.0, 50.0, 15.0, Some(1.0)));
    near("with undershoot", corrected.cycle_service, 0.95, 0.004);
    near("textbook", at(reorder_point(0.95, 4.0, 0.0, 50.0, 15.0, None)).cycle_service, 0.74, 0.01);
    near("orders", corrected.orders_per_day, 50.0 / 400.0, 1e-3);
    // Uniform on (s, s + Q] after a review, less five days' demand.
    near("stock", corrected.average_stock - corrected.average_owed, 284.6026008111674 + 200.0 - 250.0, 0.3);
}

#[test]
fn a_worked_week() {
    // Level 10, lots of 20, two days of lead time. Starts with 30; 6 a day.
    let history = [6.0];
    let demand = DailyDemand::Replayed(&history);
    let lead_times = certain(2.0);
    let achieved = simulate(&setting(&demand, &lead_times, 2000), Lot::Fixed(20.0), 10.0).expect("cycles");
    // Reviews find 30 − 6k + 20n at or below 10. Positions then repeat after ten days and three lots: ordered at 6,
    // 8 and 10, two more days leave −6, −4 and −2 before the goods come.
    assert_eq!(achieved.cycle_service, 0.0);
    near("fill rate", achieved.fill_rate, 1.0 - 12.0 / 60.0, 1e-3);
    near("orders", achieved.orders_per_day, 0.3, 1e-3);
    let (level, met) = smallest_reorder_point(
        &setting(&demand, &lead_times, 2000),
        Lot::Fixed(20.0),
        Target::CycleService(0.99),
    )
    .expect("cycles");
    assert_eq!((level, met.cycle_service, met.fill_rate), (16.0, 1.0, 1.0));
}

#[test]
fn restoring_a_level_every_day_is_the_newsvendor() {
    let poisson = Poisson::new(6.0).expect("valid");
    let demand = DailyDemand::Poisson(poisson);
    let lead_times = certain(3.0);
    let achieved = simulate(&setting(&demand, &lead_times, 400_000), Lot::UpTo(0.0), 28.0).expect("cycles");
    let exposed = poisson.over_periods(NonZeroU32::new(4).expect("positive"));
    near("no stockout in four days", achieved.cycle_service, exposed.cdf(28.0), 0.004);
    near("ready rate", achieved.ready_rate, exposed.cdf(27.0), 0.004);
    near("stock", achieved.average_stock, exposed.complementary_loss(28.0), 0.03);
    near("owed", achieved.average_owed, exposed.loss(28.0), 0.02);
    let before = poisson.over_periods(NonZeroU32::new(3).expect("positive"));
    near("fill rate", achieved.fill_rate, 1.0 - (exposed.loss(28.0) - before.loss(28.0)) / 6.0, 0.003);
}

#[test]
fn the_cost_of_an_optimal_min_max_policy_is_what_zheng_and_federgruen_compute() {
    let poisson = Poisson::new(6.0).expect("valid");
    let costs = LotCosts { order: 5.0, holding: 1.0, shortage: 4.0 };
    let (best, cost) =
        min_max_optimum(&costs, &PeriodicDemand { period: &poisson, exposed: &poisson }).expect("positive");
    let (demand, lead_times) = (DailyDemand::Poisson(poisson), certain(0.0));
    let lot = Lot::UpTo(best.order_up_to - best.reorder_point);
    let seen = simulate(&setting(&demand, &lead_times, 400_000), lot, best.reorder_point).expect("cycles");
    let paid = seen.average_stock + 4.0 * seen.average_owed + 5.0 * seen.orders_per_day;
    near("cost", paid, cost, 0.03);
}

#[test]
fn periodic_order_up_to_keeps_its_promise_for_normal_demand() {
    let demand = DailyDemand::from_moments(50.0, 15.0, false).expect("valid");
    let lead_times = certain(4.0);
    let weekly = Setting { review_days: 7, ..setting(&demand, &lead_times, 700_000) };
    let level = order_up_to(0.9, 4.0, 0.0, 50.0, 15.0, 7.0);
    let achieved = simulate(&weekly, Lot::UpTo(0.0), level).expect("cycles");
    near("cycle service", achieved.cycle_service, 0.9, 0.005);
    near("fill rate", achieved.fill_rate, order_up_to_fill_rate(level, 4.0, 0.0, 50.0, 15.0, 7.0), 0.001);
    near("orders", achieved.orders_per_day, 1.0 / 7.0, 1e-3);
}

#[test]
fn small_lots_of_normal_demand_fill_what_the_uniform_position_says() {
    // After a review the position is uniform on (s, s + Q]; what is owed follows by integration over it.
    let (lot, level, days) = (60.0, 260.0, 4.0);
    let owed = |days: f64| {
        let over = LeadTimeDemand::new(50.0, 15.0, days, 0.0);
        let of = Normal::new(over.mean, over.sd).expect("valid");
        (of.second_loss(level) - of.second_loss(level + lot)) / lot
    };
    let demand = DailyDemand::from_moments(50.0, 15.0, false).expect("valid");
    let lead_times = certain(days);
    let achieved = simulate(&setting(&demand, &lead_times, 500_000), Lot::Fixed(lot), level).expect("cycles");
    near("fill rate", achieved.fill_rate, 1.0 - (owed(days + 1.0) - owed(days)) / 50.0, 0.001);
    near("owed", achieved.average_owed, owed(days + 1.0), 0.05);
}

#[test]
fn the_fill_rate_point_with_undershoot_keeps_its_promise_for_normal_demand() {
    let demand = DailyDemand::from_moments(50.0, 15.0, false).expect("valid");
    let lead_times = certain(4.0);
    for (share, lot) in [(0.98, 150.0), (0.95, 100.0), (0.995, 400.0)] {
        let point = fill_rate_reorder_point(share, lot, 4.0, 0.0, 50.0, 15.0, Some(1.0));
        let achieved =
            simulate(&setting(&demand, &lead_times, 500_000), Lot::Fixed(lot), point.reorder_point)
                .expect("cycles");
        assert!(!point.is_capped);
        near("fill rate", achieved.fill_rate, share, 0.003);
    }
}

#[test]
fn draws_have_the_moments_they_were_asked_for() {
    let observed = [0.0, 0.0, 3.0, 1.0, 0.0, 12.0, 2.0];
    let demands = [
        DailyDemand::from_moments(20.0, 6.0, false),
        DailyDemand::from_moments(20.0, 30.0, false),
        DailyDemand::from_moments(20.0, 14.0, false),
        DailyDemand::from_moments(2.5, 4.0, true),
        DailyDemand::from_moments(0.2, 0.9, true),
        DailyDemand::from_moments(2.5, 1.0, true),
        Empirical::from_samples(&observed).map(DailyDemand::Empirical),
        Some(DailyDemand::Blocks { history: &observed, block_days: 7 }),
    ];
    let moments = [
        (20.0, 6.0),
        (20.0, 30.0),
        (20.0, 14.0),
        (2.5, 4.0),
        (0.2, 0.9),
        (2.5, 2.5_f64.sqrt()),
        (18.0 / 7.0, 4.03),
    ];
    for (demand, (mean, sd)) in demands.iter().zip(moments.iter().chain(&[moments[6]])) {
        let path = demand.as_ref().expect("valid").path(400_000, &mut Random::new(3, 0)).expect("days");
        let count = path.len() as f64;
        let drawn = path.iter().sum::<f64>() / count;
        let variance = path.iter().map(|units| (units - drawn) * (units - drawn)).sum::<f64>() / count;
        near("mean", drawn, *mean, 0.02 * mean + 0.003 * sd);
        near("deviation", variance.sqrt(), *sd, 0.02 * sd);
    }
}

#[test]
fn blocks_keep_neighbours_together_and_impossible_inputs_give_nothing() {
    let history: Vec<f64> = (0..100).map(f64::from).collect();
    let blocks = DailyDemand::Blocks { history: &history, block_days: 10 };
    let path = blocks.path(10_000, &mut Random::new(1, 0)).expect("days");
    let together = path.windows(2).filter(|pair| pair[1] == pair[0] + 1.0).count();
    assert!(together >= 9000 - 1, "nine of ten steps are inside a run: {together}");
    let lead_times = certain(2.0);
    let empty = DailyDemand::Blocks { history: &[], block_days: 3 };
    assert_eq!(simulate(&setting(&empty, &lead_times, 500), Lot::Fixed(5.0), 1.0), None);
    let none = [0.0, 0.0];
    assert_eq!(
        simulate(&setting(&DailyDemand::Replayed(&none), &lead_times, 500), Lot::Fixed(5.0), 1.0),
        None
    );
    assert_eq!(simulate(&setting(&blocks, &lead_times, 500), Lot::Fixed(0.0), 1.0), None);
    let impossible = Target::FillRate(1.0);
    assert_eq!(
        smallest_reorder_point(&setting(&blocks, &lead_times, 500), Lot::Fixed(900.0), impossible),
        None
    );
    assert_eq!(DailyDemand::from_moments(0.0, 1.0, true), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_smallest_level_meets_its_target_and_the_next_smaller_does_not(
        mean in 0.05..30.0f64, cv in 0.3..3.0f64, lead_time in 0.0..20.0f64, sd_lead_time in 0.0..5.0f64,
        lot in 1..200u16, up_to in any::<bool>(), review_days in 1..8u32, share in 0.5..0.995f64,
        fill in any::<bool>(), whole in any::<bool>(), seed in any::<u64>(),
    ) {
        let demand = DailyDemand::from_moments(mean, cv * mean, whole).expect("valid");
        let lead_times = LeadTimes::from_moments(lead_time, sd_lead_time).expect("in range");
        let setting = Setting { demand: &demand, lead_times: &lead_times, review_days, days: 8000, seed };
        let lot = if up_to { Lot::UpTo(f64::from(lot)) } else { Lot::Fixed(f64::from(lot)) };
        let target = if fill { Target::FillRate(share) } else { Target::CycleService(share) };
        let found = smallest_reorder_point(&setting, lot, target);
        prop_assume!(found.is_some());
        let (level, met) = found.expect("cycles");
        let again = simulate(&setting, lot, level).expect("cycles");
        prop_assert_eq!(again, met, "the same seed gives the same days");
        prop_assert!(met.of(target) >= share - 1e-9, "{met:?}");
        let step = if whole { 1.0 } else { 1e-6 * (1.0 + level.abs()) };
        prop_assert!(level == level.round() || !whole);
        let below = simulate(&setting, lot, level - step).expect("cycles");
        prop_assert!(below.of(target) < share, "{below:?} {level}");
        let above = simulate(&setting, lot, level + 5.0 * step).expect("cycles");
        prop_assert!(above.fill_rate >= met.fill_rate && above.average_stock > met.average_stock);
    }
}

#[test]
fn a_standard_error_is_the_spread_between_seeds() {
    let demand = DailyDemand::from_moments(4.0, 5.0, true).expect("valid");
    let lead_times = LeadTimes::from_moments(6.0, 2.0).expect("in range");
    let (lot, level) = (Lot::Fixed(30.0), 42.0);
    for target in [Target::CycleService(0.9), Target::FillRate(0.9)] {
        let runs: Vec<(f64, f64)> = (0..200)
            .map(|seed| {
                let setting = Setting { seed, ..setting(&demand, &lead_times, 8000) };
                let replay = Replay::new(&setting, lot).expect("cycles");
                (replay.at(level).of(target), replay.standard_error(target, level))
            })
            .collect();
        let count = runs.len() as f64;
        let mean = runs.iter().map(|run| run.0).sum::<f64>() / count;
        let spread = (runs.iter().map(|run| (run.0 - mean) * (run.0 - mean)).sum::<f64>() / count).sqrt();
        let claimed = runs.iter().map(|run| run.1).sum::<f64>() / count;
        near("standard error", claimed, spread, 0.2 * spread);
    }
}
