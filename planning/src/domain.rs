//! The values for which a formula has a meaning. `crate::bounds` is narrower: what a person may set.

/// Values that an argument of a formula may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Any number.
    Real,
    /// Zero and above.
    NotNegative,
    /// Above zero.
    Positive,
    /// A probability that is neither impossible nor certain: above zero and below one.
    Probability,
    /// A share of a whole: from zero to one.
    Share,
}

impl Domain {
    /// Whether a formula has a meaning at a value. Never at NaN and the infinities.
    pub fn allows(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Domain::Real => true,
                Domain::NotNegative => value >= 0.0,
                Domain::Positive => value > 0.0,
                Domain::Probability => value > 0.0 && value < 1.0,
                Domain::Share => (0.0..=1.0).contains(&value),
            }
    }

    /// The allowed values, as error texts name them: "must be …".
    pub fn phrase(self) -> &'static str {
        match self {
            Domain::Real => "a finite number",
            Domain::NotNegative => "zero or above",
            Domain::Positive => "above zero",
            Domain::Probability => "above 0 and below 1",
            Domain::Share => "from 0 to 1",
        }
    }
}
