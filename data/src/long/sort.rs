//! Groups the rows of files that are not grouped by series, for example sorted by date. The engine sorts them, on
//! disk where memory is short. Series keep the order of their first rows, and rows keep their order within a series.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Float64Array, Int64Array, RecordBatch, StringArray, UInt32Array, UInt64Array,
};
use arrow::datatypes::{Float64Type, Int64Type, UInt32Type};
use futures::StreamExt;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use planning::convert::count_u32;
use tempfile::TempDir;

use super::OnProgress;
use super::block::{Block, Blocks};
use super::times::Times;
use super::words::Words;
use crate::error::{Error, Result};
use crate::scratch::{ScratchFile, read_scratch};
use crate::sorting::{Sorter, column};

const DOING: &str = "sorting rows by series";

/// A sorted copy of the rows; dropping this removes it.
pub(super) struct Sorted {
    path: PathBuf,
    names: Arc<Vec<Arc<str>>>,
    regressors: usize,
    times: Times,
    words: Vec<Words>,
    _scratch: TempDir,
}

/// Sorts the rows; `None` if the file must be read in another way.
pub(super) async fn sort(
    mut blocks: Box<dyn Blocks>,
    bytes: u64,
    progress: OnProgress<'_>,
) -> Result<Option<Sorted>> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    let mut staged = ScratchFile::new(scratch.path(), "rows");
    let (mut codes, mut names) = (HashMap::<Arc<str>, u32>::new(), Vec::<Arc<str>>::new());
    let (mut row, mut regressors) = (0_u64, 0);
    while let Some(block) = blocks.next()? {
        if blocks.times().is_misread() {
            return Ok(None);
        }
        let code = |id: Option<&str>| {
            let id = id.unwrap_or_default();
            codes.get(id).copied().unwrap_or_else(|| {
                let name = Arc::<str>::from(id);
                let code = count_u32(names.len());
                names.push(Arc::clone(&name));
                codes.insert(name, code);
                code
            })
        };
        let series: UInt32Array = block.ids.iter().map(code).map(Some).collect();
        let rows = UInt64Array::from_iter_values(row..row + block.times.len() as u64);
        row += block.times.len() as u64;
        let numbers = |values| -> ArrayRef { Arc::new(Float64Array::from(values)) };
        let mut columns: Vec<(String, ArrayRef)> = vec![
            ("series".into(), Arc::new(series)),
            ("row".into(), Arc::new(rows)),
            ("ds".into(), Arc::new(Int64Array::from(block.times))),
            ("y".into(), numbers(block.values)),
        ];
        regressors = block.regressors.len();
        columns.extend((0..).map(regressor).zip(block.regressors.into_iter().map(numbers)));
        let words = block.words.into_iter().map(|words| -> ArrayRef { Arc::new(UInt32Array::from(words)) });
        columns.extend((0..).map(word).zip(words));
        staged.write(&RecordBatch::try_from_iter(columns).map_err(Error::engine(DOING))?)?;
        progress("reading", blocks.bytes_done(), bytes);
    }
    let (times, words) = (blocks.times().clone(), blocks.words().to_vec());
    let staged = staged.finish()?.unwrap_or_default();
    progress("sorting", 0, 0);
    let sorter = Sorter::new(scratch.path(), Sorter::MEMORY_BYTES)?;
    sorter.register("staged", &[&staged]).await?;
    let more = (0..regressors).map(regressor).chain((0..words.len()).map(word));
    let more: String = more.map(|column| format!(", {column}")).collect();
    let sql = format!("SELECT series, ds, y{more} FROM staged ORDER BY series, \"row\"");
    let mut batches = sorter.query(DOING, &sql).await?;
    let mut sorted = ScratchFile::new(scratch.path(), "sorted");
    while let Some(batch) = batches.next().await {
        sorted.write(&batch.map_err(Error::engine(DOING))?)?;
    }
    let path = sorted.finish()?.unwrap_or_default();
    Ok(Some(Sorted { path, names: Arc::new(names), regressors, times, words, _scratch: scratch }))
}

/// Name of a regressor's column in the sorted file.
fn regressor(column: usize) -> String {
    format!("x{column}")
}

/// Name of a column of words.
fn word(column: usize) -> String {
    format!("w{column}")
}

impl Sorted {
    /// The rows, by series.
    pub(super) fn blocks(&self) -> Result<Box<dyn Blocks>> {
        let reader = read_scratch(&self.path)?;
        let (names, regressors, times) = (Arc::clone(&self.names), self.regressors, self.times.clone());
        Ok(Box::new(SortedBlocks { reader, names, regressors, times, words: self.words.clone() }))
    }
}

struct SortedBlocks {
    reader: ParquetRecordBatchReader,
    names: Arc<Vec<Arc<str>>>,
    regressors: usize,
    times: Times,
    words: Vec<Words>,
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
        let numbers = |name: &str| {
            let values = column(&batch, name, |array| array.as_primitive_opt::<Float64Type>())?;
            Ok(values.values().to_vec())
        };
        let values = numbers("y")?;
        let regressors =
            (0..self.regressors).map(|column| numbers(&regressor(column))).collect::<Result<_>>()?;
        let words = |place| {
            let words = column(&batch, &word(place), |array| array.as_primitive_opt::<UInt32Type>())?;
            Ok(words.values().to_vec())
        };
        let words = (0..self.words.len()).map(words).collect::<Result<_>>()?;
        Ok(Some(Block { ids, times, values, regressors, words }))
    }

    fn times(&self) -> &Times {
        &self.times
    }

    fn words(&self) -> &[Words] {
        &self.words
    }

    fn bytes_done(&self) -> u64 {
        0
    }
}
