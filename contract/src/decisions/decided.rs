//! The decisions that hold, and the lines of the plan that they change.

use super::Entry;
use serde::{Deserialize, Serialize};

/// The decisions that hold, and the rows of the plan that they change at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decisions {
    /// What holds, oldest first.
    pub entries: Vec<Entry>,
    /// Rows whose order they change, in the order of the plan.
    pub lines: Vec<DecidedLine>,
}

/// A row of the plan whose order is another because of decisions, with what it would be without them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecidedLine {
    /// The row.
    pub row: u32,
    /// Units that the plan would propose; absent where it knows no stock.
    pub proposed_units: Option<f32>,
    /// Units that would be on order; absent where that is not known.
    pub on_order: Option<f32>,
    /// Units of orders that were placed since.
    pub placed_units: f32,
    /// Ids of the entries that change it, oldest first; the last says what is ordered.
    pub entries: Vec<String>,
}

impl Decisions {
    /// Path of the file that has them.
    pub const PATH: &str = "decisions.json";

    /// The entries about an item at a location.
    pub fn about<'a>(&'a self, sku: &'a str, location: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.decision.is_about(sku, location))
    }

    /// What is decided about the order of a row.
    pub fn line(&self, row: u32) -> Option<&DecidedLine> {
        self.lines.binary_search_by_key(&row, |line| line.row).ok().map(|place| &self.lines[place])
    }

    /// The entry that says what is ordered of a row: the last.
    pub fn entry_of(&self, line: &DecidedLine) -> Option<&Entry> {
        let id = line.entries.last()?;
        self.entries.iter().find(|entry| entry.id == *id)
    }

    /// The same for some rows of the plan, which get the numbers of their places.
    #[must_use]
    pub(crate) fn pick(&self, rows: &[u32], is_there: impl Fn(&Entry) -> bool) -> Self {
        let at = |line: &DecidedLine| {
            let row = rows.binary_search(&line.row).ok().and_then(|row| u32::try_from(row).ok())?;
            Some(DecidedLine { row, ..line.clone() })
        };
        Decisions {
            entries: self.entries.iter().filter(|entry| is_there(entry)).cloned().collect(),
            lines: self.lines.iter().filter_map(at).collect(),
        }
    }
}
