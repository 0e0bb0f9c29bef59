//! Complete lists of the item-locations behind sums of money: short of stock, in excess, owed to customers, or to be ordered
//! today.

use crate::plan::Plan;
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
    /// Units to order today.
    Order,
}

impl Only {
    /// Every choice.
    pub const ALL: [Only; 4] = [Only::Short, Only::Excess, Only::Owed, Only::Order];

    /// Its name in URLs and in the API.
    pub fn name(self) -> &'static str {
        ["short", "excess", "owed", "order"][self as usize]
    }

    /// Name of the column of that money.
    pub fn column(self) -> &'static str {
        match self {
            Only::Short => "short_value",
            Only::Excess => "excess_value",
            Only::Owed => "owed_value",
            Only::Order => "suggested_value",
        }
    }

    /// The money of a row; NaN where it is not known.
    pub fn money(self, plan: &Plan, row: usize) -> f32 {
        let items = &plan.items;
        match self {
            Only::Short => items.short_value[row],
            Only::Excess => items.excess_value[row],
            Only::Owed => items.owed_value(row),
            Only::Order => plan.suggested_value(row),
        }
    }

    /// What is to be ordered is listed even where its cost is not known.
    pub(super) fn keeps(self, plan: &Plan, row: u32) -> bool {
        let row = row as usize;
        match self {
            Only::Order => plan.items.suggested_order[row] > 0.0,
            Only::Short | Only::Excess | Only::Owed => self.money(plan, row) > 0.0,
        }
    }
}
