//! Complete lists of the item-locations behind the overview's sums of money: short of stock, or in excess.

use crate::plan::PlanItems;
use serde::{Deserialize, Serialize};

/// A list of item-locations with such an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Only {
    /// Demand of the last year that stock could not meet.
    Short,
    /// Stock above what the policy needs.
    Excess,
}

impl Only {
    /// Every choice.
    pub const ALL: [Only; 2] = [Only::Short, Only::Excess];

    /// Its name in URLs and in the API.
    pub fn name(self) -> &'static str {
        ["short", "excess"][self as usize]
    }

    /// Name of the column of that money.
    pub fn column(self) -> &'static str {
        match self {
            Only::Short => "short_value",
            Only::Excess => "excess_value",
        }
    }

    /// The money of every row; NaN where it is not known.
    pub fn money(self, items: &PlanItems) -> &[f32] {
        match self {
            Only::Short => &items.short_value,
            Only::Excess => &items.excess_value,
        }
    }

    pub(super) fn keeps(self, items: &PlanItems, row: u32) -> bool {
        self.money(items)[row as usize] > 0.0
    }
}
