use super::*;
use crate::publish::days::Days;
use crate::publish::decided::Decided;
use crate::publish::demand::Demand;
use crate::publish::item_locations::ItemLocations;
use crate::publish::lead_time::{LeadTime, LeadTimes};
use crate::publish::rules::Rules;
use contract::Settings;
use planning::day::Day;

const PERIODS: usize = 104;

/// Item-locations of every kind, from smooth to lumpy, with their days.
fn demand(skus: &[usize]) -> (ItemLocations, Demand, Days) {
    let mut rows = Vec::new();
    for sku in skus {
        let mut state = *sku as u64 + 1;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1u64 << 24) as f32
        };
        let (often, most) = ([0.9, 0.5, 0.12, 0.05][sku % 4], [4.0, 30.0, 3.0, 60.0][sku % 4]);
        let day = |_| if uniform() < often { (1.0 + most * uniform() * uniform()).floor() } else { 0.0 };
        rows.push((0..7 * PERIODS).map(day).collect::<Vec<f32>>());
    }
    let names = skus.iter().map(|sku| format!("S{sku}")).collect();
    let weeks = |days: &Vec<f32>| days.chunks(7).map(|week| week.iter().sum()).collect::<Vec<f32>>();
    let demand = Demand::of(&rows.iter().map(weeks).collect::<Vec<_>>());
    (ItemLocations::alike(names, 2.0, 3.0), demand, Days::of_rows(&rows))
}

fn outcomes(skus: &[usize], service_level: f64) -> Vec<Outcome> {
    published(skus, service_level).0
}

fn published(skus: &[usize], service_level: f64) -> (Vec<Outcome>, Proof) {
    let (items, demand, days) = demand(skus);
    let settings = Settings { review_days: 7.0, lead_time_days: 12.0, service_level, ..Settings::default() };
    let lead_times = LeadTimes::assumed(items.len(), LeadTime { mean_days: 12.0, sd_days: 4.0 });
    let inputs = Inputs {
        items: &items,
        demand: &demand,
        days: &days,
        lead_times: &lead_times,
        rules: &Rules::none(skus.len()),
        decided: &Decided::default(),
        settings: &settings,
        as_of: Day(20_000),
        progress: &|_| (),
        is_for_all: false,
    };
    all(&inputs)
}

#[test]
fn promises_of_items_of_every_kind_are_kept_together() {
    let skus: Vec<usize> = (0..120).collect();
    // So few random items teach little about tails, and one year may be good or bad for them by chance.
    for (promise, near) in [(0.9, 0.08), (0.95, 0.08), (0.98, 0.06)] {
        let outcomes = outcomes(&skus, promise);
        // Over all cycles: an item that is ordered often counts more.
        let kept = outcomes.iter().filter_map(|outcome| {
            let achieved = outcome.verification.as_ref()?.achieved;
            Some((achieved.orders_per_year * achieved.cycle_service, achieved.orders_per_year))
        });
        let (kept, cycles) =
            kept.fold((0.0, 0.0), |(kept, cycles), (more, orders)| (kept + more, cycles + orders));
        let mean = kept / cycles;
        assert!((mean - promise).abs() < near, "{promise}: {mean}");
        for outcome in &outcomes {
            let accuracy = outcome.accuracy.expect("two years of history");
            assert_eq!((accuracy.origins, accuracy.forecast.periods), (4, 52.0));
        }
    }
}

#[test]
fn an_outcome_depends_on_no_order_of_rows() {
    let skus: Vec<usize> = (0..70).collect();
    let one = outcomes(&skus, 0.95);
    let reversed: Vec<usize> = skus.iter().rev().copied().collect();
    for (a, b) in one.iter().zip(outcomes(&reversed, 0.95).iter().rev()) {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-5 * a.abs().max(1.0);
        assert!(near(a.item.error_sd_per_day, b.item.error_sd_per_day), "{a:?} {b:?}");
        assert!(a.item.factors.0.iter().zip(b.item.factors.0).all(|(a, b)| near(*a, b)), "{a:?} {b:?}");
        assert!(a.forecast.mean.iter().zip(&b.forecast.mean).all(|(a, b)| near(*a, *b)), "{a:?} {b:?}");
    }
}
