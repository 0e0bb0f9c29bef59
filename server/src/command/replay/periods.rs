//! The table of periods of a replay.

use crate::failure::Failure;
use crate::table::{Dialect, FileForm, TableFile, record_batch};
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use data::long::{Kind, Series};
use planning::convert::count_i64;
use planning::replay::Period;
use std::path::Path;
use std::sync::Arc;

/// Rows gathered before they are written.
const BATCH_ROWS: usize = 8_192;

/// The table on its way.
pub(super) struct PeriodsFile {
    file: Option<TableFile>,
    kind: Kind,
    is_typed: bool,
    has_costs: bool,
    ids: Vec<String>,
    times: Vec<Option<i64>>,
    periods: Vec<Period>,
}

impl PeriodsFile {
    pub(super) fn create(
        path: &Path,
        kind: Kind,
        dialect: Dialect,
        has_costs: bool,
    ) -> Result<PeriodsFile, Failure> {
        let is_typed = FileForm::of(path)?.is_typed();
        let mut periods = PeriodsFile {
            file: None,
            kind,
            is_typed,
            has_costs,
            ids: Vec::new(),
            times: Vec::new(),
            periods: Vec::new(),
        };
        let schema = periods.take()?.schema();
        periods.file = Some(TableFile::create(path, schema)?.in_dialect(dialect)?);
        Ok(periods)
    }

    /// Adds the periods of a series from its period `start` on.
    pub(super) fn add(&mut self, series: &Series, start: usize, periods: &[Period]) -> Result<(), Failure> {
        for (number, period) in periods.iter().enumerate() {
            self.ids.push(series.id.clone());
            self.times.push(Some(series.grid.at(count_i64(start + number))));
            self.periods.push(*period);
        }
        if self.ids.len() >= BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        self.file.map_or(Ok(()), TableFile::finish)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let rows = self.take()?;
        self.file.as_mut().map_or(Ok(()), |file| file.write(&rows))
    }

    fn take(&mut self) -> Result<RecordBatch, Failure> {
        let periods = std::mem::take(&mut self.periods);
        let number = |of: fn(&Period) -> f64| -> ArrayRef {
            Arc::new(periods.iter().map(of).map(Some).collect::<Float64Array>())
        };
        let cost: ArrayRef = if self.has_costs {
            number(Period::cost)
        } else {
            Arc::new(periods.iter().map(|_| None).collect::<Float64Array>())
        };
        record_batch(vec![
            ("ds", self.kind.column(std::mem::take(&mut self.times), self.is_typed), false),
            ("unique_id", Arc::new(StringArray::from(std::mem::take(&mut self.ids))), false),
            ("demand", number(|period| period.demand), false),
            ("sold", number(|period| period.sold), false),
            ("lost", number(|period| period.unmet), false),
            ("on_hand", number(|period| period.on_hand), false),
            ("ordered", number(|period| period.ordered), false),
            ("cost", cost, true),
        ])
    }
}
