//! The order lines of today among proposals, those of most value first, and their sums.

use super::ProposalRow;
use crate::table::as_written;

/// What is to be ordered today.
#[derive(Clone, Debug, PartialEq)]
pub struct OrdersToday {
    /// Its lines, those of most value at cost first; those whose cost is not known last.
    pub rows: Vec<ProposalRow>,
    /// Their value at cost, money; absent where no unit cost is known.
    pub value: Option<f64>,
    /// Lines among them whose unit cost is not known.
    pub value_unknown: usize,
}

impl OrdersToday {
    /// The lines among proposals.
    pub fn of(mut rows: Vec<ProposalRow>) -> Self {
        rows.retain(|row| row.proposed_order > Some(0.0));
        let values = rows.iter().filter_map(|row| row.proposed_value.map(as_written));
        let known = values.clone().count();
        let value = (known > 0 || rows.is_empty()).then(|| values.sum());
        let value_unknown = rows.len() - known;
        let worth = |row: &ProposalRow| row.proposed_value.unwrap_or(f32::NEG_INFINITY);
        rows.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        OrdersToday { rows, value, value_unknown }
    }
}
