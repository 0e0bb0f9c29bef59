//! Collects rows into series.

use super::block::{Block, Blocks};
use crate::error::Result;

/// A series with its rows in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawSeries {
    /// Its name.
    pub id: String,
    pub(super) times: Vec<i64>,
    /// NaN where missing.
    pub(super) values: Vec<f64>,
    /// By column; NaN where missing.
    pub(super) regressors: Vec<Vec<f64>>,
    /// Numbers of the words of each column of groups, then of events.
    pub(super) words: Vec<Vec<u32>>,
    /// Its group among those of the file.
    pub(super) group: usize,
    /// Whether rows after its last value give coming values of other columns.
    pub(super) has_coming: bool,
}

/// The series of a file whose rows are grouped by series; otherwise each run of rows.
pub(super) struct Groups {
    blocks: Box<dyn Blocks>,
    block: Option<Block>,
    /// The next row in the block.
    at: usize,
}

impl Groups {
    pub(super) fn new(blocks: Box<dyn Blocks>) -> Groups {
        Groups { blocks, block: None, at: 0 }
    }

    pub(super) fn blocks(&self) -> &dyn Blocks {
        &*self.blocks
    }

    pub(super) fn next(&mut self) -> Result<Option<RawSeries>> {
        let mut series: Option<RawSeries> = None;
        loop {
            if self.block.as_ref().is_none_or(|block| self.at == block.times.len()) {
                self.block = self.blocks.next()?;
                self.at = 0;
            }
            let Some(block) = &self.block else {
                return Ok(series);
            };
            let (start, rows) = (self.at, block.times.len());
            let id = block.ids.value(start);
            let series = match &mut series {
                Some(known) if known.id != id => break,
                Some(known) => known,
                none => none.insert(RawSeries { id: id.to_owned(), ..RawSeries::default() }),
            };
            let end = (start..rows).find(|row| block.ids.value(*row) != id).unwrap_or(rows);
            series.times.extend_from_slice(&block.times[start..end]);
            series.values.extend_from_slice(&block.values[start..end]);
            series.regressors.resize(block.regressors.len(), Vec::new());
            for (known, column) in series.regressors.iter_mut().zip(&block.regressors) {
                known.extend_from_slice(&column[start..end]);
            }
            series.words.resize(block.words.len(), Vec::new());
            for (known, column) in series.words.iter_mut().zip(&block.words) {
                known.extend_from_slice(&column[start..end]);
            }
            self.at = end;
        }
        Ok(series)
    }
}
