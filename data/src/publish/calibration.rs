//! What is asked for beside the needs of single orders so that promises are kept, by class of demand.

use planning::forecast::DemandClass;
use planning::normal;
use planning::what_if::{FACTOR_LEVELS, Factors};

/// Service levels with a factor.
pub(super) const LEVELS: usize = FACTOR_LEVELS.len();
/// Classes of demand.
pub(super) const CLASSES: usize = DemandClass::ALL.len();

/// Corrections of what single orders need. The limit by an item's own record, and stock that is never below expected
/// demand, let plans keep less than they ask for; and shortages come more at once than lines between service levels
/// expect.
#[derive(Clone)]
pub(super) struct Calibration {
    /// Normal deviations asked for beside those of each of [`FACTOR_LEVELS`], by class of demand.
    pub(super) moved: [[f64; LEVELS]; CLASSES],
    /// Units short as a multiple of what was expected, by class of demand.
    pub(super) shortage: [f64; CLASSES],
}

impl Calibration {
    /// Nothing is corrected.
    pub(super) const NONE: Self = Calibration { moved: [[0.0; LEVELS]; CLASSES], shortage: [1.0; CLASSES] };

    /// The factors to ask for, where single orders needed `needed`.
    pub(super) fn factors(&self, class: DemandClass, needed: &Factors) -> Factors {
        let moved = self.moved[class as usize];
        let asked = |place: usize| needed.factor(normal::ppf(FACTOR_LEVELS[place]) + moved[place]);
        Factors(std::array::from_fn(asked))
    }

    /// Units short as a multiple of what factors expect.
    pub(super) fn shortage_factor(&self, class: DemandClass) -> f64 {
        self.shortage[class as usize]
    }
}
