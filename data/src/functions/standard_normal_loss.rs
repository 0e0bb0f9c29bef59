//! `standard_normal_loss`: expected shortage per unit of deviation.

use planning::domain::Domain;
use planning::stock::standard_normal_loss;

use super::document::{Document, Example};
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "standard_normal_loss",
        about: "Standard normal loss G(k) = φ(k) − k·(1 − Φ(k)): units expected short in a replenishment cycle with \
                safety factor k, per unit of the deviation of lead-time demand.",
        parameters: &[Parameter::new("k", "safety factor", Domain::Real)],
        optional: 0,
        returns: "number",
        examples: &[Example { sql: "select standard_normal_loss(1.3)", result: "0.04552796208651391" }],
    },
    compute: Compute::Number(|k| standard_normal_loss(k[0])),
};
