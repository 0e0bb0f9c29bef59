use super::*;
use planning::forecast::METHODS;

const PERIODS: usize = 104;

/// Item-locations of every kind, from smooth to lumpy, with their days.
fn demand(skus: &[usize]) -> (Demand, Days) {
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
    (Demand::of(names, rows.iter().map(weeks).collect()), Days::of_rows(&rows))
}

fn policy(rows: usize) -> PlanPolicy {
    PlanPolicy {
        lead_time_days: vec![12.0; rows],
        lead_time_sd_days: vec![4.0; rows],
        unit_cost: vec![2.0; rows],
        minimum_order: vec![f32::NAN; rows],
        pack_size: vec![f32::NAN; rows],
        ..PlanPolicy::default()
    }
}

fn outcomes(skus: &[usize], threads: usize) -> Vec<Outcome> {
    let (demand, days) = demand(skus);
    let (policy, settings) = (policy(skus.len()), Settings { review_days: 7.0, ..Settings::default() });
    let scenario = settings.scenario();
    parallel::on_threads(threads, skus.len(), "", &|_| (), |row| {
        Row { demand: &demand, days: &days, policy: &policy, scenario, method: &METHODS[0], row }.outcome()
    })
}

#[test]
fn a_verification_depends_on_neither_threads_nor_neighbours() {
    let skus: Vec<usize> = (0..70).collect();
    let one = outcomes(&skus, 1);
    assert_eq!(one, outcomes(&skus, 5));
    let reversed: Vec<usize> = skus.iter().rev().copied().collect();
    assert_eq!(one, outcomes(&reversed, 2).into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn the_reorder_point_is_the_one_that_was_chosen() {
    let skus: Vec<usize> = (0..24).collect();
    let settings = Settings { review_days: 7.0, ..Settings::default() };
    let (target, mut raised) = (Target::of(&settings.scenario()), 0);
    for (row, outcome) in outcomes(&skus, 2).into_iter().enumerate() {
        let (demand, days) = demand(&skus);
        let of = policy(skus.len());
        let inputs = Row {
            demand: &demand,
            days: &days,
            policy: &of,
            scenario: settings.scenario(),
            method: &METHODS[0],
            row,
        };
        let item = Item { z_correction: f64::from(outcome.z_correction), ..inputs.item(&outcome) };
        let found = outcome.verification.expect("demand");
        let chosen = found.chosen().reorder_point;
        let point = what_if::policy(&item, &settings.scenario(), &target).reorder_point;
        assert!(point >= chosen && point - chosen < 1e-4, "{point} {chosen}");
        assert_eq!(single(point), single(chosen), "whole units stay whole in the plan");
        assert!(chosen >= found.promised.reorder_point && chosen.fract() == 0.0);
        // Within a year's demand of what is expected, and as good as promised unless that limit held it.
        let limit =
            365.0 * item.demand_per_day + 2.0 * 19.0 * item.demand_per_day + found.formula.reorder_point;
        assert!(chosen < limit, "{found:?}");
        assert!(found.chosen().cycle_service > 0.93, "{row}: {found:?}");
        raised += u32::from(chosen > found.formula.reorder_point);
        let accuracy = outcome.accuracy.expect("two years of history");
        assert_eq!((accuracy.origins, accuracy.forecast.periods), (4, 52.0));
    }
    assert!((4..24).contains(&raised), "both kinds occur: {raised}");
}
