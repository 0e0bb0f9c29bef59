//! What orders needed in a replayed year teaches, all item-locations together.

use planning::panel::{Quantiles, Scale, Seen};
use planning::periods::Step;
use planning::what_if::FACTOR_LEVELS;

use super::calibration::Calibration;
use super::kept;
use super::needs::{Needs, RECORD_YEARS};
use super::parallel;
use super::past::Past;

/// Half-life of an origin's weight.
const HALF_LIFE_YEARS: f64 = 2.0;
/// Replays: first with the normal's reorder points, then with the learned ones.
const LESSONS: usize = 2;
/// Number of replays of the year, each with other lead times and review days.
const LEARNING_REPLAYS: u64 = 2;
/// Orders are ignored if fewer than this share of lead times would let them arrive before the end.
const ARRIVED_MIN: f64 = 0.25;

/// Learns from the year before each of `newest`, numbers of periods known. The fits run on one core each, so they run beside
/// each other.
pub(super) fn learn(past: &Past<'_>, newest: &[usize]) -> Vec<Needs> {
    let mut years: Vec<Year> = newest.iter().map(|newest| Year::new(past, *newest)).collect();
    for _ in 0..LESSONS {
        let seen: Vec<Vec<Seen>> = years.iter().map(|year| year.seen(past)).collect();
        let fit = |place: usize| Quantiles::learn(&seen[place], &FACTOR_LEVELS);
        let fitted = parallel::rows(years.len(), "learning", past.inputs.progress, fit);
        years.iter_mut().zip(fitted).for_each(|(year, quantiles)| year.needs.quantiles = quantiles);
    }
    years.into_iter().map(|year| year.calibrated(past)).collect()
}

/// A year that teaches.
struct Year {
    /// Periods known at its end.
    newest: usize,
    origins: Vec<usize>,
    /// Learned so far.
    needs: Needs,
}

impl Year {
    /// With the normal's quantiles.
    fn new(past: &Past<'_>, newest: usize) -> Self {
        let origins = past.origins_before(newest);
        let (mut errors, step) = (Vec::new(), past.inputs.step());
        for known in origins.iter().copied() {
            let errors_of = |row| past.error(row, known, newest, age(step, known, newest));
            errors.extend((0..past.rows()).filter_map(errors_of));
        }
        let needs = Needs {
            scale: Scale::learn(&errors),
            quantiles: Quantiles::learn(&[], &[]),
            calibration: Calibration::NONE,
            record_periods: RECORD_YEARS * step.periods_a_year() as f64,
        };
        Year { newest, origins, needs }
    }

    /// What orders of all rows needed.
    fn seen(&self, past: &Past<'_>) -> Vec<Seen> {
        let rows = past.rows_of(|row| needed(past, &self.needs, row, &self.origins, self.newest));
        rows.into_iter().flatten().collect()
    }

    fn calibrated(self, past: &Past<'_>) -> Needs {
        let calibration = kept::calibration(self.needs.clone(), past, &self.origins, self.newest);
        Needs { calibration, ..self.needs }
    }
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
                    weight: age(plan.order.step, plan.known, newest) / arrived,
                    facts: plan.facts,
                    actual: points[place] - arrival.balance,
                });
            }
        }
    }
    seen
}

/// The weight of an origin.
fn age(step: Step, known: usize, newest: usize) -> f64 {
    (-((newest - known) as f64) / (HALF_LIFE_YEARS * step.periods_a_year() as f64)).exp2()
}
