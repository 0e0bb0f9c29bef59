//! Fast draws from a table of probabilities.

use super::Random;
use crate::convert::{count_u32, whole_usize};

/// Parts of (0, 1) per value: with several, nearly every search ends where it begins.
const PARTS_PER_VALUE: usize = 8;

/// Values with cumulative probabilities, and for each of many equal parts of (0, 1) where the search begins.
///
/// Source: Chen & Asau, "On Generating Random Variates from an Empirical Distribution", *AIIE Transactions* 6 (1974).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    values: Vec<f64>,
    cumulative: Vec<f64>,
    guide: Vec<u32>,
}

impl Table {
    /// From (value, probability); the last value gets the rounding remainder. `None` if empty.
    pub(super) fn new(outcomes: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let (mut values, mut cumulative) = (Vec::new(), Vec::new());
        let mut so_far = 0.0;
        for (value, probability) in outcomes {
            so_far += probability;
            values.push(value);
            cumulative.push(so_far);
        }
        *cumulative.last_mut()? = f64::INFINITY;
        let parts = (PARTS_PER_VALUE * values.len()) as f64;
        let start =
            |part: usize| count_u32(cumulative.partition_point(|reached| reached * parts < part as f64));
        let guide = (0..PARTS_PER_VALUE * values.len()).map(start).collect();
        Some(Table { values, cumulative, guide })
    }

    pub(super) fn draw(&self, random: &mut Random) -> f64 {
        let at = random.uniform();
        let part = whole_usize(at * self.guide.len() as f64).min(self.guide.len() - 1);
        let mut index = self.guide[part] as usize;
        while self.cumulative[index] < at {
            index += 1;
        }
        self.values[index]
    }
}
