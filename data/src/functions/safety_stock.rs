//! `safety_stock`: stock held against uncertain demand and lead time.

use planning::stock::safety_stock;

use super::document::{Document, Example};
use super::parameter::{DEMAND, LEAD_TIME, SD_DEMAND, SD_LEAD_TIME, SERVICE};
use super::{Compute, Function};

pub(super) static FUNCTION: Function = Function {
    document: Document {
        name: "safety_stock",
        about: "Safety stock z·√(L·σ_d² + d²·σ_L²) for a cycle service level, units; negative below a level of 0.5.",
        parameters: &[SERVICE, LEAD_TIME, SD_LEAD_TIME, DEMAND, SD_DEMAND],
        optional: 0,
        returns: "number",
        examples: &[Example { sql: "select safety_stock(0.95, 5, 2, 120, 60)", result: "452.2599751576664" }],
    },
    compute: Compute::Number(|of| safety_stock(of[0], of[1], of[2], of[3], of[4])),
};
