//! Merged cells: what stands in the first row of one holds for the rows below it, as people see it.

use std::collections::{BTreeMap, HashMap};

use calamine::Dimensions;

use super::cell::{Value, address};

/// The merged cells of a sheet that span rows.
#[derive(Default)]
pub(super) struct Merged {
    /// The last row of each, by the row (from 1) and the column (from 0) of its first cell.
    ends: HashMap<(u64, usize), u64>,
    /// Those that the rows being read are in, by column: their last row, and what they hold.
    open: BTreeMap<usize, (u64, Value)>,
}

impl Merged {
    pub(super) fn new(regions: &[Dimensions]) -> Merged {
        let spans = regions.iter().filter(|region| region.end.0 > region.start.0);
        let end = |region: &Dimensions| {
            ((u64::from(region.start.0) + 1, region.start.1 as usize), u64::from(region.end.0) + 1)
        };
        Merged { ends: spans.map(end).collect(), open: BTreeMap::new() }
    }

    /// Notes a cell of a row below the header; an amount counts once, whatever it is merged over.
    pub(super) fn note(&mut self, row: u64, column: usize, value: &Value, is_amount: bool) {
        if let Some(end) = self.ends.get(&(row, column)) {
            let below = match is_amount {
                false => value.clone(),
                true => Value::Fault(format!(
                    "is merged with cell {}, whose number counts once: undo the merging and write each row's own",
                    address(column, row)
                )),
            };
            self.open.insert(column, (*end, below));
        }
    }

    /// Fills the empty cells of a row that merged cells cover; returns the bytes added.
    pub(super) fn fill(&mut self, row: u64, cells: &mut Vec<(usize, Value)>) -> usize {
        self.open.retain(|_, (end, _)| *end >= row);
        let is_empty = |column: usize| cells.iter().all(|(filled, _)| *filled != column);
        let covered = self.open.iter().filter(|(column, _)| is_empty(**column));
        let covered: Vec<_> = covered.map(|(column, (_, value))| (*column, value.clone())).collect();
        let bytes = covered.iter().map(|(_, value)| value.bytes()).sum();
        cells.extend(covered);
        bytes
    }
}
