//! What is asked for beside the needs of single orders so that promises are kept.

use planning::normal;
use planning::what_if::{FACTOR_LEVELS, Factors};

/// Service levels with a factor.
pub(super) const LEVELS: usize = FACTOR_LEVELS.len();

/// Corrections of what single orders need. The limit by an item's own record, and stock that is never below expected
/// demand, let plans keep less than they ask for; and shortages come more at once than lines between service levels
/// expect.
#[derive(Clone)]
pub(super) struct Calibration {
    /// Normal deviations asked for beside those of each of [`FACTOR_LEVELS`].
    pub(super) moved: [f64; LEVELS],
    /// Units short as a multiple of what factors expect.
    pub(super) shortage_factor: f64,
}

impl Calibration {
    /// Nothing is corrected.
    pub(super) const NONE: Self = Calibration { moved: [0.0; LEVELS], shortage_factor: 1.0 };

    /// The factors to ask for, where single orders needed `needed`.
    pub(super) fn factors(&self, needed: &Factors) -> Factors {
        let asked = |place: usize| needed.factor(normal::ppf(FACTOR_LEVELS[place]) + self.moved[place]);
        Factors(std::array::from_fn(asked))
    }
}
