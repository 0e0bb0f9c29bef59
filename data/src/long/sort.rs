//! Files whose rows do not stand together by series, as when they are sorted by date: the engine brings them together,
//! on disk where memory is short. Series keep the order of their first rows, and rows their order in a series.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{AsArray, Float64Array, Int64Array, RecordBatch, StringArray, UInt32Array, UInt64Array};
use arrow::datatypes::{Float64Type, Int64Type, UInt32Type};
use futures::StreamExt;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use tempfile::TempDir;

use super::OnProgress;
use super::block::{Block, Blocks};
use super::when::Kind;
use crate::error::{Error, Result};
use crate::import::sorting::{Sorter, column};
use crate::import::staging::{ScratchFile, read_scratch};

/// Memory for sorting; what does not fit goes to disk.
const MEMORY_BYTES: usize = 256 << 20;
const DOING: &str = "sorting rows by series";

/// A sorted copy of the rows; it goes away with this.
pub(super) struct Sorted {
    path: PathBuf,
    names: Arc<Vec<Arc<str>>>,
    kind: Option<Kind>,
    _scratch: TempDir,
}

pub(super) async fn sort(
    mut blocks: Box<dyn Blocks>,
    bytes: u64,
    progress: OnProgress<'_>,
) -> Result<Sorted> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    let mut staged = ScratchFile::new(scratch.path(), "rows");
    let (mut codes, mut names) = (HashMap::<Arc<str>, u32>::new(), Vec::<Arc<str>>::new());
    let mut row = 0_u64;
    while let Some(block) = blocks.next()? {
        let code = |id: Option<&str>| {
            let id = id.unwrap_or_default();
            codes.get(id).copied().unwrap_or_else(|| {
                let name = Arc::<str>::from(id);
                names.push(Arc::clone(&name));
                let code = names.len() as u32 - 1;
                codes.insert(name, code);
                code
            })
        };
        let series: UInt32Array = block.ids.iter().map(code).map(Some).collect();
        let rows = UInt64Array::from_iter_values(row..row + block.times.len() as u64);
        row += block.times.len() as u64;
        let batch = RecordBatch::try_from_iter([
            ("series", Arc::new(series) as _),
            ("row", Arc::new(rows) as _),
            ("ds", Arc::new(Int64Array::from(block.times)) as _),
            ("y", Arc::new(Float64Array::from(block.values)) as _),
        ]);
        staged.write(&batch.map_err(Error::engine(DOING))?)?;
        progress("reading", blocks.bytes_done(), bytes);
    }
    let kind = blocks.kind();
    let staged = staged.finish()?.unwrap_or_default();
    progress("sorting", 0, 0);
    let sorter = Sorter::new(scratch.path(), MEMORY_BYTES)?;
    sorter.register("staged", &[&staged]).await?;
    let mut batches =
        sorter.query(DOING, "SELECT series, ds, y FROM staged ORDER BY series, \"row\"").await?;
    let mut sorted = ScratchFile::new(scratch.path(), "sorted");
    while let Some(batch) = batches.next().await {
        sorted.write(&batch.map_err(Error::engine(DOING))?)?;
    }
    let path = sorted.finish()?.unwrap_or_default();
    Ok(Sorted { path, names: Arc::new(names), kind, _scratch: scratch })
}

impl Sorted {
    /// The rows, by series.
    pub(super) fn blocks(&self) -> Result<Box<dyn Blocks>> {
        let reader = read_scratch(&self.path)?;
        Ok(Box::new(SortedBlocks { reader, names: Arc::clone(&self.names), kind: self.kind }))
    }
}

struct SortedBlocks {
    reader: ParquetRecordBatchReader,
    names: Arc<Vec<Arc<str>>>,
    kind: Option<Kind>,
}

impl Blocks for SortedBlocks {
    fn next(&mut self) -> Result<Option<Block>> {
        let Some(batch) = self.reader.next().transpose().map_err(Error::engine(DOING))? else {
            return Ok(None);
        };
        let series = column(&batch, "series", |array| array.as_primitive_opt::<UInt32Type>())?;
        let ids =
            StringArray::from_iter_values(series.values().iter().map(|code| &*self.names[*code as usize]));
        let times = column(&batch, "ds", |array| array.as_primitive_opt::<Int64Type>())?.values().to_vec();
        let values = column(&batch, "y", |array| array.as_primitive_opt::<Float64Type>())?.values().to_vec();
        Ok(Some(Block { ids, times, values }))
    }

    fn kind(&self) -> Option<Kind> {
        self.kind
    }

    fn bytes_done(&self) -> u64 {
        0
    }
}
