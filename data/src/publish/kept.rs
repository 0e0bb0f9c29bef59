//! What the plans of a replayed year kept of their promises, and how to correct what is asked for by that.

use planning::normal;
use planning::stock::expected_fill_rate;
use planning::what_if::{FACTOR_LEVELS, FactorLine};

use super::calibration::{Calibration, LEVELS};
use super::needs::Needs;
use super::past::{Past, Planned};

/// Bounds of the share kept that is used, and largest shift of the quantile asked for, in normal deviations.
const KEPT_MIN: f64 = 0.5;
const KEPT_MAX: f64 = 0.999;
const MOVED_MAX: f64 = 0.3;
/// Bounds of shortages as a multiple of what was expected.
const SHORTAGE_MIN: f64 = 0.5;
const SHORTAGE_MAX: f64 = 3.0;

/// What plans of the year kept with the factors of each level.
#[derive(Clone, Copy, Default)]
struct Kept {
    cycles: [f64; LEVELS],
    met: [f64; LEVELS],
    short: [f64; LEVELS],
    short_expected: [f64; LEVELS],
}

/// Learns from the plans at some origins of the past, made with `needs`.
pub(super) fn calibration(
    mut needs: Needs,
    past: &Past<'_>,
    origins: &[usize],
    newest: usize,
) -> Calibration {
    needs.calibration.moved = of_all(&needs, past, origins, newest).moved();
    // Shortages under the factors that this gives.
    needs.calibration.shortage_factor = of_all(&needs, past, origins, newest).shortage_factor();
    needs.calibration
}

/// What the plans of all rows kept.
fn of_all(needs: &Needs, past: &Past<'_>, origins: &[usize], newest: usize) -> Kept {
    let rows =
        past.rows_of(|row| kept(past, row, &past.plans(row, needs, origins, &past.settings()), newest));
    let mut all = Kept::default();
    rows.iter().for_each(|row| all.add(row));
    all
}

/// What the plans of a row kept.
fn kept(past: &Past<'_>, row: usize, plans: &[Planned<'_>], newest: usize) -> Kept {
    let days = past.days(row, plans, newest);
    let quantities: Vec<f64> = plans.iter().map(|plan| plan.order.quantity).collect();
    let mut asked = vec![0.0; plans.len()];
    for (day, units) in days.demand().iter().enumerate() {
        asked[days.place(day)] += units;
    }
    let mut kept = Kept::default();
    for level in 0..LEVELS {
        let points: Vec<f64> = plans.iter().map(|plan| plan.need.at(plan.shape.factors.0[level])).collect();
        let Some(service) = days.replay(&points, &quantities) else {
            break;
        };
        kept.cycles[level] = service.arrivals.len() as f64;
        kept.met[level] = service.arrivals.iter().filter(|arrival| arrival.is_kept()).count() as f64;
        kept.short[level] = service.short;
        kept.short_expected[level] =
            plans.iter().zip(&asked).map(|(plan, asked)| asked * plan.short_share(level)).sum();
    }
    kept
}

impl Planned<'_> {
    /// The share of units that is expected to be short with the factor of a level.
    fn short_share(&self, level: usize) -> f64 {
        if !self.is_stocked {
            return 0.0;
        }
        let factor = self.shape.factors.0[level].max(0.0);
        let FactorLine { shift, slope } = self.shape.factors.at_factor(factor);
        1.0 - expected_fill_rate((factor - shift) / slope, self.order.quantity, slope * self.need.sd)
    }
}

impl Kept {
    fn add(&mut self, more: &Kept) {
        for (sums, more) in [
            (&mut self.cycles, more.cycles),
            (&mut self.met, more.met),
            (&mut self.short, more.short),
            (&mut self.short_expected, more.short_expected),
        ] {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }

    fn moved(&self) -> [f64; LEVELS] {
        std::array::from_fn(|level| {
            let kept = self.met[level] / self.cycles[level];
            if kept.is_nan() {
                return 0.0;
            }
            let missed = normal::ppf(FACTOR_LEVELS[level]) - normal::ppf(kept.clamp(KEPT_MIN, KEPT_MAX));
            missed.clamp(-MOVED_MAX, MOVED_MAX)
        })
    }

    /// Alike at all levels: the mean of what each says, weighted by how much was short.
    fn shortage_factor(&self) -> f64 {
        let (short, expected) = (self.short.iter().sum::<f64>(), self.short_expected.iter().sum::<f64>());
        if expected > 0.0 { (short / expected).clamp(SHORTAGE_MIN, SHORTAGE_MAX) } else { 1.0 }
    }
}
