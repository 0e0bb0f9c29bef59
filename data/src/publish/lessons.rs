//! What orders needed in a replayed year teaches, all item-locations together.

use planning::panel::{Quantiles, Scale, Seen};
use planning::what_if::FACTOR_LEVELS;

use super::calibration::Calibration;
use super::kept;
use super::needs::Needs;
use super::past::Past;

/// Half-life of an origin's weight, in periods.
const HALF_LIFE_PERIODS: f64 = 104.0;
/// Replays: first with the normal's reorder points, then with the learned ones.
const LESSONS: usize = 2;
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
    let mut needs = Needs {
        scale: Scale::learn(&errors),
        quantiles: Quantiles::learn(&[], &[]),
        calibration: Calibration::NONE,
    };
    for _ in 0..LESSONS {
        let seen: Vec<Seen> =
            past.rows_of(|row| needed(past, &needs, row, &origins, newest)).into_iter().flatten().collect();
        needs.quantiles = Quantiles::learn(&seen, &FACTOR_LEVELS);
    }
    let calibration = kept::calibration(needs.clone(), past, &origins, newest);
    Needs { calibration, ..needs }
}

/// The needs of a row's orders in the year before `newest`. A need is the reorder point with which nothing would have
/// been owed when the order arrived. A higher point lifts the stock of every day equally, so one replay gives them
/// all.
fn needed(past: &Past<'_>, needs: &Needs, row: usize, origins: &[usize], newest: usize) -> Vec<Seen> {
    let plans = past.plans(row, needs, origins, &past.settings());
    let points: Vec<f64> = plans.iter().map(|plan| plan.need.replayed_point(&plan.shape.factors)).collect();
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

/// The weight of an origin.
fn age(known: usize, newest: usize) -> f64 {
    (-((newest - known) as f64) / HALF_LIFE_PERIODS).exp2()
}
