//! `newsvendor`: one order for demand that comes once.

use planning::domain::Domain;
use planning::stock::newsvendor;

use super::document::{Document, Example};
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "newsvendor",
        about: "Best stock level for normal demand that comes once, or for the time until the next order arrives: \
                mean + Φ⁻¹(shortage ÷ (shortage + holding))·sd, units.",
        parameters: &[
            Parameter::new("holding", "cost of a unit left over, money", Domain::Positive),
            Parameter::new("shortage", "cost of a unit short, money", Domain::Positive),
            Parameter::new("mean", "mean demand, units", Domain::NotNegative),
            Parameter::new(
                "sd",
                "standard deviation of the forecast error of that demand, units",
                Domain::NotNegative,
            ),
        ],
        optional: 0,
        returns: "number",
        examples: &[Example { sql: "select newsvendor(0.18, 0.70, 50, 8)", result: "56.60395592743389" }],
    },
    compute: Compute::Number(|of| newsvendor(of[0], of[1], of[2], of[3])),
};
