//! Parameters of SQL functions.

use std::borrow::Cow;

use planning::bounds::Bound;
use planning::domain::Domain;

/// A parameter: its name, its meaning, and the values it may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parameter {
    /// Name in documentation and errors; arguments may be given by name.
    pub(super) name: &'static str,
    /// Meaning, with the unit.
    pub(super) about: &'static str,
    /// Values it may take.
    pub(super) takes: Takes,
}

/// The values that a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Takes {
    /// A number of the domain.
    Number(Domain),
    /// A whole number within the bounds.
    Count(Bound),
    /// A date or a whole number.
    Time,
}

impl Takes {
    /// The allowed values, in words: "must be …".
    pub(super) fn phrase(self) -> Cow<'static, str> {
        match self {
            Takes::Number(domain) => domain.phrase().into(),
            Takes::Count(bound) => format!("a whole number from {} to {}", bound.min, bound.max).into(),
            Takes::Time => "a date or a whole number".into(),
        }
    }

    /// Whether a value may be used.
    pub(super) fn allows(self, value: f64) -> bool {
        match self {
            Takes::Number(domain) => domain.allows(value),
            Takes::Count(bound) => bound.allows(value),
            Takes::Time => true,
        }
    }
}

impl Parameter {
    /// A parameter that takes numbers.
    pub(super) const fn new(name: &'static str, about: &'static str, domain: Domain) -> Parameter {
        Parameter { name, about, takes: Takes::Number(domain) }
    }
}

/// Parameters that several functions share.
pub(super) const SERVICE: Parameter = Parameter::new(
    "service",
    "cycle service level: the probability of no stockout in a replenishment cycle",
    Domain::Probability,
);
pub(super) const LEAD_TIME: Parameter =
    Parameter::new("lead_time", "mean lead time, in periods of the demand", Domain::NotNegative);
pub(super) const SD_LEAD_TIME: Parameter =
    Parameter::new("sd_lead_time", "standard deviation of the lead time, in periods", Domain::NotNegative);
pub(super) const DEMAND: Parameter =
    Parameter::new("demand", "mean demand, units per period", Domain::NotNegative);
pub(super) const SD_DEMAND: Parameter = Parameter::new(
    "sd_demand",
    "standard deviation of the forecast error of a period's demand, units",
    Domain::NotNegative,
);
