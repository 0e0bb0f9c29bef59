//! Complete lists of the item-locations behind the overview's sums of money: short of stock, in excess, or owed to
//! customers.

use crate::plan::PlanItems;
use serde::{Deserialize, Serialize};

/// A list of item-locations with such an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Only {
    /// Demand of the last year that stock could not meet.
    Short,
    /// Stock above what the policy needs.
    Excess,
    /// Units owed to customers.
    Owed,
}

impl Only {
    /// Every choice.
    pub const ALL: [Only; 3] = [Only::Short, Only::Excess, Only::Owed];

    /// Its name in URLs and in the API.
    pub fn name(self) -> &'static str {
        ["short", "excess", "owed"][self as usize]
    }

    /// Name of the column of that money.
    pub fn column(self) -> &'static str {
        match self {
            Only::Short => "short_value",
            Only::Excess => "excess_value",
            Only::Owed => "owed_value",
        }
    }

    /// The money of a row; NaN where it is not known.
    pub fn money(self, items: &PlanItems, row: usize) -> f32 {
        match self {
            Only::Short => items.short_value[row],
            Only::Excess => items.excess_value[row],
            Only::Owed => items.owed_value(row),
        }
    }

    pub(super) fn keeps(self, items: &PlanItems, row: u32) -> bool {
        self.money(items, row as usize) > 0.0
    }
}
