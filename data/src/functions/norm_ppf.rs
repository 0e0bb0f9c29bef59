//! `norm_ppf`: quantiles of the standard normal distribution.

use planning::domain::Domain;
use planning::stock::norm_ppf;

use super::document::{Document, Example};
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "norm_ppf",
        about: "Quantile of the standard normal distribution: the safety factor z of a cycle service level.",
        parameters: &[Parameter::new(
            "p",
            "probability of a value at or below the quantile",
            Domain::Probability,
        )],
        optional: 0,
        returns: "number",
        examples: &[Example { sql: "select norm_ppf(0.95)", result: "1.6448536269514715" }],
    },
    compute: Compute::Number(|p| norm_ppf(p[0])),
};
