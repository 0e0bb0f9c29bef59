//! Sorting and grouping of Parquet files by the engine, which spills to disk when its memory is used up.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};

use crate::error::{Error, Result};

/// An engine of its own for one import or one check.
pub(crate) struct Sorter {
    context: SessionContext,
}

impl Sorter {
    /// At most `memory_bytes` in the engine's sorts and groups; the rest goes to files in `scratch`.
    pub(crate) fn new(scratch: &Path, memory_bytes: usize) -> Result<Sorter> {
        // Only sorts, groups and merge joins run here, one query at a time: each can spill, and a fair share for
        // each keeps the first from starving the others.
        let pool = TrackConsumersPool::new(FairSpillPool::new(memory_bytes), NonZeroUsize::MIN);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(pool))
            .with_temp_file_path(scratch)
            .build_arc()
            .map_err(Error::engine("starting the engine"))?;
        let mut config = SessionConfig::new().with_batch_size(8_192);
        let options = config.options_mut();
        // Hash joins cannot spill.
        options.optimizer.prefer_hash_join = false;
        options.execution.parquet.schema_force_view_types = false;
        options.execution.sort_spill_reservation_bytes =
            (memory_bytes / 16).min(options.execution.sort_spill_reservation_bytes);
        Ok(Sorter {
            context: SessionContext::new_with_config_rt(config, runtime),
        })
    }

    /// Makes Parquet files a table; columns are matched by name.
    pub(crate) async fn register<P: AsRef<Path>>(&self, table: &str, paths: &[P]) -> Result<()> {
        let urls: Vec<_> = paths
            .iter()
            .map(|path| file_url(path.as_ref()))
            .collect::<Result<_>>()?;
        let doing = format!("opening the files of {table}");
        let frame = self
            .context
            .read_parquet(urls, ParquetReadOptions::default())
            .await;
        let view = frame.map_err(Error::engine(&doing))?.into_view();
        self.context
            .register_table(table, view)
            .map_err(Error::engine(&doing))?;
        Ok(())
    }

    /// Names and Arrow types of a table's columns.
    pub(crate) async fn columns(&self, table: &str) -> Result<Vec<(String, String)>> {
        let frame = self
            .context
            .table(table)
            .await
            .map_err(Error::engine("opening a table"))?;
        let fields = frame.schema().fields().iter();
        Ok(fields
            .map(|field| (field.name().clone(), field.data_type().to_string()))
            .collect())
    }

    /// Runs a query. Its result does not depend on the number of cores only if it is totally ordered.
    pub(crate) async fn query(&self, doing: &str, sql: &str) -> Result<SendableRecordBatchStream> {
        let frame = self.context.sql(sql).await.map_err(Error::engine(doing))?;
        frame.execute_stream().await.map_err(Error::engine(doing))
    }
}

/// As an address, because the engine takes `*`, `?` and `[` in a plain path for a pattern.
fn file_url(path: &Path) -> Result<String> {
    let path = std::path::absolute(path).map_err(Error::io("find", path))?;
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => url.push(char::from(byte)),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(url)
}
