//! `reorder_point`: the inventory position at which to order.

use planning::domain::Domain;
use planning::stock::reorder_point;

use super::document::{Document, Example};
use super::parameter::{DEMAND, LEAD_TIME, SD_DEMAND, SD_LEAD_TIME, SERVICE};
use super::{Compute, Function, Parameter};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "reorder_point",
        about: "Reorder point for a cycle service level, units: order when the inventory position is at or below it. \
                Without a review period it is the textbook's d·L + z·σ, right where stock is watched all the time and sold \
                one by one. With it, mean and variance of the undershoot are added: how far below the point the \
                stock already is when a review finds it there.",
        parameters: &[
            SERVICE,
            LEAD_TIME,
            SD_LEAD_TIME,
            DEMAND,
            SD_DEMAND,
            Parameter::new("review_period", "periods between two stock reviews", Domain::Positive),
        ],
        optional: 1,
        returns: "number",
        examples: &[
            Example { sql: "select reorder_point(0.95, 5, 2, 120, 60)", result: "1052.2599751576663" },
            Example { sql: "select reorder_point(0.95, 4, 0, 50, 15, 1)", result: "284.6026008111674" },
        ],
    },
    compute: Compute::Number(|of| reorder_point(of[0], of[1], of[2], of[3], of[4], of.get(5).copied())),
};
