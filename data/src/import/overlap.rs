//! Invoices in several sources: one copy is kept, and the overlap is counted.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch, StringArray, UInt32Builder};
use arrow::datatypes::{DataType, Field, Schema, UInt32Type};
use futures::StreamExt;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

use super::findings::Findings;
use crate::error::{Error, Result};
use crate::scratch::{ScratchFile, read_scratch};
use crate::sorting::{Sorter, column};

/// Counts invoices that occur in more than one source, and those whose copies differ. Where lines name their location,
/// each location has invoices of its own: receipts of two shops may have the same number.
pub(super) async fn find_overlap(sorter: &Sorter, findings: &mut Findings) -> Result<()> {
    const DOING: &str = "looking for invoices in several sources";
    let count = "SELECT count(*) AS content FROM (SELECT invoice FROM lines GROUP BY invoice, location)";
    findings.invoices = sorter.count(DOING, count).await?;
    let found = async |having: &str| {
        sorter.facts(DOING, "overlap", &["invoice", "least", "most"], &overlap_sql(having)).await
    };
    if findings.files.len() > 1 {
        findings.overlapping_invoices = found("").await?;
        findings.differing_copies = found(DIFFER).await?;
    }
    Ok(())
}

/// Sums are decimal because integer sums wrap silently.
fn overlap_sql(having: &str) -> String {
    format!(
        "SELECT invoice, min(lines) AS least, max(lines) AS most
         FROM (
             SELECT invoice, location, source, count(*) AS lines, sum(CAST(quantity AS DECIMAL(38, 0))) AS units,
                    sum(CAST(unit_price AS DECIMAL(38, 0))) AS prices
             FROM lines GROUP BY invoice, location, source
         )
         GROUP BY invoice, location HAVING count(*) > 1 {having}"
    )
}

const DIFFER: &str =
    "AND (min(lines) <> max(lines) OR min(units) <> max(units) OR min(prices) <> max(prices))";

/// Writes all lines again, each with the source whose copy of its invoice is kept: the copy with the most lines or,
/// of equally long ones, the one named first.
///
/// Merges two streams in the order of invoices, because the engine's joins hold one side in memory.
pub(super) async fn mark(sorter: &Sorter, scratch: &Path) -> Result<Option<PathBuf>> {
    let mut kept = Kept::open(sorter, scratch).await?;
    let mut file = ScratchFile::new(scratch, "marked");
    let mut lines =
        sorter.query(MARKING, "SELECT * FROM lines ORDER BY invoice, location NULLS FIRST").await?;
    while let Some(batch) = lines.next().await {
        let batch = batch.map_err(Error::engine(MARKING))?;
        let invoices = column(&batch, "invoice", |array| array.as_string_opt::<i32>())?;
        let locations = column(&batch, "location", |array| array.as_string_opt::<i32>())?;
        let sources = column(&batch, "source", |array| array.as_primitive_opt::<UInt32Type>())?;
        let mut marks = UInt32Builder::with_capacity(batch.num_rows());
        for ((invoice, location), source) in invoices.iter().zip(locations).zip(sources.values()) {
            let kept = kept.source_of((invoice, location))?;
            marks.append_value(kept.unwrap_or(*source));
        }
        let mut fields = batch.schema().fields().to_vec();
        fields.push(Arc::new(Field::new("kept_source", DataType::UInt32, false)));
        let mut columns = batch.columns().to_vec();
        columns.push(Arc::new(marks.finish()));
        let marked = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
        file.write(&marked.map_err(Error::engine(MARKING))?)?;
    }
    file.finish()
}

const MARKING: &str = "choosing one copy of each invoice";

const KEPT_SQL: &str = "
    SELECT invoice, location, first_value(source ORDER BY lines DESC, source) AS source
    FROM (SELECT invoice, location, source, count(*) AS lines FROM lines GROUP BY invoice, location, source)
    GROUP BY invoice, location HAVING count(*) > 1 ORDER BY invoice, location NULLS FIRST";

/// The invoices in several sources, in order, read lazily.
struct Kept {
    batches: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    row: usize,
}

impl Kept {
    /// Goes through a file, so that the query that found them has released its memory before the lines are sorted.
    async fn open(sorter: &Sorter, scratch: &Path) -> Result<Kept> {
        let mut file = ScratchFile::new(scratch, "kept");
        let mut found = sorter.query(MARKING, KEPT_SQL).await?;
        while let Some(batch) = found.next().await {
            file.write(&batch.map_err(Error::engine(MARKING))?)?;
        }
        let batches = file.finish()?.map(|path| read_scratch(&path)).transpose()?;
        Ok(Kept { batches, batch: None, row: 0 })
    }

    /// The source whose copy of an invoice of a location is kept; `None` if only one source has it. Must be called in the
    /// order of invoices and locations.
    fn source_of(&mut self, invoice: (Option<&str>, Option<&str>)) -> Result<Option<u32>> {
        loop {
            let Some(batch) = self.batch.as_ref().filter(|batch| self.row < batch.num_rows()) else {
                let next = self.batches.as_mut().and_then(Iterator::next);
                self.batch = next.transpose().map_err(Error::engine(MARKING))?;
                self.row = 0;
                if self.batch.is_none() {
                    return Ok(None);
                }
                continue;
            };
            let text = |name| column(batch, name, |array| array.as_string_opt::<i32>());
            let (invoices, locations) = (text("invoice")?, text("location")?);
            match (cell(invoices, self.row), cell(locations, self.row)).cmp(&invoice) {
                Ordering::Less => self.row += 1,
                Ordering::Greater => return Ok(None),
                Ordering::Equal => {
                    let sources = column(batch, "source", |array| array.as_primitive_opt::<UInt32Type>())?;
                    return Ok(Some(sources.value(self.row)));
                }
            }
        }
    }
}

/// The text of a row, if it has one.
fn cell(texts: &StringArray, row: usize) -> Option<&str> {
    texts.is_valid(row).then(|| texts.value(row))
}
