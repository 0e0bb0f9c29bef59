//! `fill_rate_factor`: the safety factor for a fill rate.

use planning::domain::Domain;
use planning::stock::fill_rate_factor;

use super::document::{Document, Example};
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "fill_rate_factor",
        about: "Safety factor k at which a reorder-point policy meets a fill rate: G(k) = (1 − β)·Q ÷ σ, the simple \
                form. Negative where less than the mean demand would do; safety stock is k·σ.",
        parameters: &[
            Parameter::new("fill_rate", "share of demand to be met from stock", Domain::Probability),
            Parameter::new("order_quantity", "units per order", Domain::Positive),
            Parameter::new(
                "sd_lead_time_demand",
                "standard deviation of lead-time demand, units",
                Domain::Positive,
            ),
        ],
        optional: 0,
        returns: "number",
        examples: &[Example { sql: "select fill_rate_factor(0.98, 400, 30)", result: "0.30024755290247973" }],
    },
    compute: Compute::Number(|of| fill_rate_factor(of[0], of[1], of[2])),
};
