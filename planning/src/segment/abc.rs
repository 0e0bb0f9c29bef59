//! ABC classes: the share of the value that an item-location makes up.

use serde::{Deserialize, Serialize};

/// ABC class by annual consumption value at cost or, where a store knows no costs, by revenue or units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AbcClass {
    /// The few items that make up most of the value.
    A,
    /// Those between.
    B,
    /// The many items that make up little of it.
    C,
    /// None: the item has no cost where others have one, so its value cannot be compared with theirs.
    #[serde(rename = "unknown")]
    Unknown,
}

impl AbcClass {
    /// Every class; derived files store the index.
    pub const ALL: [AbcClass; 4] = [AbcClass::A, AbcClass::B, AbcClass::C, AbcClass::Unknown];
    /// The default share of value that A makes up.
    pub const CUT_OFF_A: f64 = 0.8;
    /// The default share of value that A and B make up.
    pub const CUT_OFF_B: f64 = 0.95;

    /// `A`, `B`, `C` or `unknown`.
    pub fn name(self) -> &'static str {
        ["A", "B", "C", "unknown"][self as usize]
    }

    /// Class of an item by the share of value of those before it, when all are sorted by value, largest first: A below
    /// the cut-off `a`, B below `b`, C the rest. The item that crosses a cut-off belongs to the better class.
    ///
    /// Source: H. F. Dickie, "ABC inventory analysis shoots for dollars not pennies", *Factory Management and
    /// Maintenance* 109 (1951); cut-offs differ between texts and are settings.
    pub fn of(share_before: f64, a: f64, b: f64) -> AbcClass {
        if share_before < a {
            AbcClass::A
        } else if share_before < b {
            AbcClass::B
        } else {
            AbcClass::C
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_item_that_crosses_a_cut_off_belongs_to_the_better_class() {
        // Values 70, 20, 6, 4: shares before 0, 0.7, 0.9, 0.96.
        let classes = [0.0, 0.7, 0.9, 0.96].map(|before| AbcClass::of(before, 0.8, 0.95).name());
        assert_eq!(classes, ["A", "A", "B", "C"]);
    }
}
