//! What orders needed in a replayed year teaches, all item-locations together.

use planning::normal;
use planning::panel::{Quantiles, Scale, Seen};
use planning::what_if::FACTOR_LEVELS;

use super::needs::Needs;
use super::past::Past;

/// Half-life of an origin's weight, in periods.
const HALF_LIFE_PERIODS: f64 = 104.0;
/// Replays: first with the normal's reorder points, then with the learned ones.
const LESSONS: usize = 2;
/// Bounds of the share kept that is used, and largest shift of the quantile asked for, in normal deviations.
const KEPT_MIN: f64 = 0.5;
const KEPT_MAX: f64 = 0.999;
const MOVED_MAX: f64 = 0.3;
/// Number of replays of the year, each with other lead times and review days.
const LEARNING_REPLAYS: u64 = 2;
/// Orders are ignored if fewer than this share of lead times would let them arrive before the end.
const ARRIVED_MIN: f64 = 0.25;

/// Learns from the year before `newest`, the number of periods known.
pub(super) fn learn(past: &Past<'_>, newest: usize) -> Needs {
    let mut errors = Vec::new();
    let origins = past.origins_before(newest);
    for known in origins.iter().copied() {
        let errors_of = |row| past.error(row, known, newest, age(known, newest));
        errors.extend((0..past.rows()).filter_map(errors_of));
    }
    let mut needs = Needs { scale: Scale::learn(&errors), quantiles: Quantiles::learn(&[], &[]) };
    let mut seen = Vec::new();
    for _ in 0..LESSONS {
        seen =
            past.rows_of(|row| needed(past, &needs, row, &origins, newest)).into_iter().flatten().collect();
        needs.quantiles = Quantiles::learn(&seen, &FACTOR_LEVELS);
    }
    let kept = kept(past, &needs, &origins, newest);
    needs.quantiles = Quantiles::learn(&seen, &asked(kept));
    needs
}

/// Shares of cycles that the year's plans kept with the factors of each level; the level itself without any cycles.
fn kept(past: &Past<'_>, needs: &Needs, origins: &[usize], newest: usize) -> [f64; FACTOR_LEVELS.len()] {
    let counted = past.rows_of(|row| {
        let plans = past.plans(row, needs, origins, &past.settings());
        let quantities: Vec<f64> = plans.iter().map(|plan| plan.order.quantity).collect();
        let days = past.days(row, &plans, newest);
        std::array::from_fn::<_, { FACTOR_LEVELS.len() }, _>(|level| {
            let points: Vec<f64> = plans.iter().map(|plan| plan.need.at(plan.factors.0[level])).collect();
            let arrivals = days.replay(&points, &quantities).unwrap_or_default().arrivals;
            (arrivals.iter().filter(|arrival| arrival.is_kept()).count(), arrivals.len())
        })
    });
    let mut kept = FACTOR_LEVELS;
    for (level, kept) in kept.iter_mut().enumerate() {
        let (met, cycles) = counted.iter().fold((0, 0), |(met, cycles), row: &[(usize, usize); _]| {
            (met + row[level].0, cycles + row[level].1)
        });
        if cycles > 0 {
            *kept = met as f64 / cycles as f64;
        }
    }
    kept
}

/// The needs of a row's orders in the year before `newest`. A need is the reorder point with which nothing would have
/// been owed when the order arrived. A higher point lifts the stock of every day equally, so one replay gives them
/// all.
fn needed(past: &Past<'_>, needs: &Needs, row: usize, origins: &[usize], newest: usize) -> Vec<Seen> {
    let plans = past.plans(row, needs, origins, &past.settings());
    let points: Vec<f64> = plans.iter().map(|plan| plan.need.replayed_point(&plan.factors)).collect();
    let quantities: Vec<f64> = plans.iter().map(|plan| plan.order.quantity).collect();
    let mut days = past.days(row, &plans, newest);
    let mut seen = Vec::new();
    for replay in 0..LEARNING_REPLAYS {
        days.replay = replay;
        let Some(service) = days.replay(&points, &quantities) else {
            break;
        };
        for arrival in &service.arrivals {
            let place = days.place(arrival.ordered);
            let plan = &plans[place];
            // Of the orders at the end only those that arrived soon are seen; these stand for the others.
            let arrived = plan.order.arrived(days.left(arrival.ordered));
            if arrived >= ARRIVED_MIN {
                seen.push(Seen {
                    weight: age(plan.known, newest) / arrived,
                    facts: plan.facts,
                    actual: points[place] - arrival.balance,
                });
            }
        }
    }
    seen
}

/// The probabilities to ask for so that each of [`FACTOR_LEVELS`] is kept, given the shares that were kept. The limit
/// by an item's own record, and stock that is never below expected demand, shift what is kept.
fn asked(kept: [f64; FACTOR_LEVELS.len()]) -> [f64; FACTOR_LEVELS.len()] {
    let mut asked = FACTOR_LEVELS;
    for (level, kept) in asked.iter_mut().zip(kept) {
        let z = normal::ppf(*level);
        let missed = (z - normal::ppf(kept.clamp(KEPT_MIN, KEPT_MAX))).clamp(-MOVED_MAX, MOVED_MAX);
        *level = 1.0 - normal::survival(z + missed);
    }
    asked
}

/// The weight of an origin.
fn age(known: usize, newest: usize) -> f64 {
    (-((newest - known) as f64) / HALF_LIFE_PERIODS).exp2()
}
