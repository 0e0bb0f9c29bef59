use super::*;
use crate::convert::count_u32;
use crate::distribution::{Distribution, Empirical, Gamma, NegativeBinomial};
use crate::stock::reorder_point;
use crate::stock::simulate::random::Random;
use crate::stock::simulate::{DailyDemand, LeadTimes, simulate};

/// A random item: demand per day of every kind, a lead time, a lot and a target.
fn random_case(random: &mut Random) -> (DailyDemand<'static>, f64, f64, [f64; 2], u32, Target) {
    let mean = libm::exp(random.uniform() * 8.0 - 2.3);
    let (demand, sd) = match random.index(4) {
        0 => {
            let sd = 0.4 * random.uniform() * mean;
            (DailyDemand::from_moments(mean, sd, false), sd)
        }
        1 => {
            let sd = (0.5 + 1.5 * random.uniform()) * mean;
            (Gamma::from_moments(mean, sd).map(DailyDemand::Gamma), sd)
        }
        2 => {
            let sd = (mean * (1.05 + 4.0 * random.uniform())).sqrt();
            (NegativeBinomial::new(mean, sd).map(DailyDemand::NegativeBinomial), sd)
        }
        _ => {
            // Lumpy: rare days with sizes that differ tenfold.
            let (share, size) = (0.05 + 0.25 * random.uniform(), (4.0 * mean).ceil());
            let lumps = [
                (0.0, 1.0 - share),
                (size, 0.6 * share),
                (4.0 * size, 0.3 * share),
                (10.0 * size, 0.1 * share),
            ];
            let observed = Empirical::from_weights(&lumps).expect("valid");
            let sd = observed.variance().sqrt();
            (Some(DailyDemand::Empirical(observed)), sd)
        }
    };
    let demand = demand.expect("valid");
    let mean = match &demand {
        DailyDemand::Empirical(observed) => observed.mean(),
        _ => mean,
    };
    let lead = 1.0 + 20.0 * random.uniform();
    let spread = if random.index(2) == 0 { 0.0 } else { 0.4 * lead * random.uniform() };
    let review = 1 + count_u32(random.index(7));
    let share = [0.85, 0.9, 0.95, 0.98, 0.99][random.index(5)];
    let target = if random.index(3) == 0 { Target::FillRate(share) } else { Target::CycleService(share) };
    (demand, mean, sd, [lead, spread], review, target)
}

#[test]
fn two_hundred_recommendations_stay_within_a_point_of_their_target() {
    let mut random = Random::new(2026, 0);
    let mut from_formula = 0;
    let precision = Precision { standard_error: 0.0025, days_max: 1 << 21 };
    for case in 0..200 {
        let (demand, mean, sd, [lead, spread], review_days, target) = random_case(&mut random);
        let lot_days = (f64::from(review_days)).max(3.0 + 12.0 * random.uniform());
        let lot = Lot::Fixed((mean * lot_days).ceil());
        let lead_times = LeadTimes::from_moments(lead, spread).expect("in range");
        let (Target::CycleService(share) | Target::FillRate(share)) = target;
        let setting =
            Setting { demand: &demand, lead_times: &lead_times, review_days, days: 1 << 14, seed: case };
        let formula = reorder_point(share, lead, spread, mean, sd, Some(f64::from(review_days)));
        let any = f64::NEG_INFINITY..=f64::INFINITY;
        let chosen = recommend(&setting, lot, target, formula, &any, &precision).expect("cycles");
        let fresh = Setting { seed: 1_000_000 + case, days: chosen.achieved.days, ..setting };
        let seen = simulate(&fresh, lot, chosen.level).expect("cycles").of(target);
        let reported = chosen.achieved.of(target);
        assert!(
            seen >= share - 0.01 && reported >= share - 0.01,
            "{case}: {seen} {reported} {target:?} {demand:?}"
        );
        if matches!(demand, DailyDemand::Normal(_) | DailyDemand::Gamma(_)) {
            assert!(seen <= share + 0.02, "{case}: {seen} is more than was asked: {target:?} {demand:?}");
        }
        from_formula += u32::from(chosen.basis == Basis::Formula);
    }
    assert!((5..100).contains(&from_formula), "both kinds occur: {from_formula}");
}
