//! Sorts and groups Parquet files by the engine, which spills to disk when its memory is used up.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures::StreamExt;

use crate::error::{Error, Result};
use crate::parquet_files;
use crate::report::{Fact, NO_FILE, Shown, Tally};
use crate::scratch::{BATCH_BYTES, widest_row};

/// An engine of its own for one import or one check.
pub(crate) struct Sorter {
    context: SessionContext,
}

impl Sorter {
    /// Memory for sorting unless told otherwise.
    pub(crate) const MEMORY_BYTES: usize = 256 << 20;

    /// At most `memory_bytes` in the engine's sorts and groups; the rest goes to files in `scratch`.
    pub(crate) fn new(scratch: &Path, memory_bytes: usize) -> Result<Sorter> {
        // Nearly all operators here are sorts and groups, which can spill; a fair share for each keeps the first from
        // starving the others.
        let pool = TrackConsumersPool::new(FairSpillPool::new(memory_bytes), NonZeroUsize::MIN);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(pool))
            .with_temp_file_path(scratch)
            // A merge would otherwise take all the memory for the runs it merges, and starve the next sort.
            .with_max_spill_merge_fan_in(8)
            .build_arc()
            .map_err(Error::engine("starting the engine"))?;
        // One partition means one sorter that needs memory. Batches are smaller when memory is short, because a merge
        // holds one batch of every spilled run.
        let batch_rows = (memory_bytes >> 14).clamp(512, 8_192);
        let mut config = SessionConfig::new().with_target_partitions(1).with_batch_size(batch_rows);
        let options = config.options_mut();
        // Unlike a hash join, a merge of sorted sides can spill.
        options.optimizer.prefer_hash_join = false;
        options.execution.parquet.schema_force_view_types = false;
        options.sql_parser.map_string_types_to_utf8view = false;
        // A merge needs the keys besides the rows themselves.
        options.execution.sort_spill_reservation_bytes = memory_bytes / 4;
        Ok(Sorter { context: SessionContext::new_with_config_rt(config, runtime) })
    }

    /// Registers Parquet files as a table, replacing one of that name; columns are matched by name.
    pub(crate) async fn register<P: AsRef<Path>>(&self, table: &str, paths: &[P]) -> Result<()> {
        for path in paths {
            self.narrow(path.as_ref())?;
        }
        let doing = format!("opening the files of {table}");
        // Files that are not in the store yet have no extension.
        let options = ParquetReadOptions { file_extension: "", ..ParquetReadOptions::default() };
        let frame = parquet_files::read(&self.context, paths, options).await;
        let view = frame.map_err(Error::engine(&doing))?.into_view();
        self.context.deregister_table(table).map_err(Error::engine(&doing))?;
        self.context.register_table(table, view).map_err(Error::engine(&doing))?;
        Ok(())
    }

    /// Reads fewer rows at once where those of a file may be wide.
    fn narrow(&self, path: &Path) -> Result<()> {
        let Some(widest) = widest_row(path)? else {
            return Ok(());
        };
        let rows = (BATCH_BYTES / widest.max(1)).max(16);
        let state = self.context.state_ref();
        let mut state = state.write();
        let config = state.config().clone();
        if rows < config.batch_size() {
            *state.config_mut() = config.with_batch_size(rows);
        }
        Ok(())
    }

    /// Names and Arrow types of a table's columns.
    pub(crate) async fn columns(&self, table: &str) -> Result<Vec<(String, String)>> {
        let frame = self.context.table(table).await.map_err(Error::engine("opening a table"))?;
        let fields = frame.schema().fields().iter();
        Ok(fields.map(|field| (field.name().clone(), field.data_type().to_string())).collect())
    }

    /// Runs a query. For a result that never varies, its order must be total.
    pub(crate) async fn query(&self, doing: &str, sql: &str) -> Result<SendableRecordBatchStream> {
        let frame = self.context.sql(sql).await.map_err(Error::engine(doing))?;
        frame.execute_stream().await.map_err(Error::engine(doing))
    }

    /// Counts the rows of a query with one column, `content`, and keeps the first in the order of their text.
    pub(crate) async fn tally(&self, doing: &str, sql: &str) -> Result<Tally> {
        let sql = format!("SELECT CAST(content AS VARCHAR) AS content FROM ({sql}) ORDER BY content");
        let mut batches = self.query(doing, &sql).await?;
        let mut tally = Tally::default();
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(Error::engine(doing))?;
            for content in column(&batch, "content", |array| array.as_string_opt::<i32>())? {
                let position = tally.affected;
                tally.add(NO_FILE, position, || content.unwrap_or("").to_owned());
            }
        }
        Ok(tally)
    }

    /// Counts the rows of a query with these columns, and keeps the first in the order of their texts as facts of that
    /// name; without names the same as [`Sorter::tally`].
    pub(crate) async fn facts(
        &self,
        doing: &str,
        id: &str,
        names: &'static [&'static str],
        sql: &str,
    ) -> Result<Tally> {
        if names.is_empty() {
            return self.tally(doing, sql).await;
        }
        let texts: Vec<_> =
            names.iter().map(|name| format!("CAST(\"{name}\" AS VARCHAR) AS \"{name}\"")).collect();
        let order = names.join("\", \"");
        let sql = format!("SELECT {} FROM ({sql}) ORDER BY \"{order}\"", texts.join(", "));
        let mut batches = self.query(doing, &sql).await?;
        let mut tally = Tally::default();
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(Error::engine(doing))?;
            let columns = names.iter().map(|name| column(&batch, name, |array| array.as_string_opt::<i32>()));
            let columns = columns.collect::<Result<Vec<_>>>()?;
            for row in 0..batch.num_rows() {
                let position = tally.affected;
                tally.add(NO_FILE, position, || {
                    let values: Vec<_> = columns.iter().map(|column| column.value(row).to_owned()).collect();
                    let text = values.join(": ");
                    Shown::new(String::new(), Fact::new(id, names.iter().copied().zip(values)), text)
                });
            }
        }
        Ok(tally)
    }

    /// The number returned by a query with one row and one column, `content`.
    pub(crate) async fn count(&self, doing: &str, sql: &str) -> Result<u64> {
        let tally = self.tally(doing, sql).await?;
        let number = tally.first().and_then(|(.., content)| content.parse().ok());
        number.ok_or_else(|| Error::engine(doing)(DataFusionError::Internal("the result is no count".into())))
    }
}

/// A column of a result in its expected type.
pub(crate) fn column<'a, T>(
    batch: &'a RecordBatch,
    name: &str,
    typed: impl Fn(&'a ArrayRef) -> Option<&'a T>,
) -> Result<&'a T> {
    batch.column_by_name(name).and_then(typed).ok_or_else(|| {
        let problem = format!("column {name} of the result is missing or of another type");
        Error::engine("reading a result")(DataFusionError::Internal(problem))
    })
}
