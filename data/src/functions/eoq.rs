//! `eoq`: the economic order quantity.

use planning::domain::Domain;
use planning::stock::eoq;

use super::document::{Document, Example};
use super::parameter::DEMAND;
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "eoq",
        about: "Economic order quantity √(2·demand·order_cost ÷ holding_cost), units.",
        parameters: &[
            DEMAND,
            Parameter::new("order_cost", "money per order", Domain::NotNegative),
            Parameter::new("holding_cost", "money per unit and period", Domain::Positive),
        ],
        optional: 0,
        returns: "number",
        examples: &[
            Example { sql: "select eoq(10000, 100, 1)", result: "1414.213562373095" },
            Example {
                sql: "select sku, eoq(units, 8, 0.225)\nfrom (values ('A', 1300), ('B', null)) as year (sku, units)",
                result: "A | 304.0467800264368\nB | NULL",
            },
        ],
    },
    compute: Compute::Number(|of| eoq(of[0], of[1], of[2])),
};
