//! The engine: DataFusion over one tenant's snapshot, with nothing else in its catalogue.

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow::array::RecordBatch;
use contract::Settings;
use datafusion::dataframe::DataFrame;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::catalogue::{self, Catalogue};
use crate::error::{Error, Result};
pub use crate::facts::Facts;
use crate::functions;
use crate::query::Named;
use crate::store::{Manifest, Tenant};

/// Memory that queries may hold before they spill to disk.
const MEMORY_BYTES_MAX: usize = 2 << 30;
/// Consumers named in an error, largest first.
const MEMORY_CONSUMERS_NAMED: NonZeroUsize = NonZeroUsize::new(5).unwrap();

/// Files of a table that are merged; of more, some are read one after another and sorted.
const FILES_MERGED_MAX: usize = 64;

/// A session over one snapshot under one record of settings.
pub struct Engine {
    context: SessionContext,
    facts: Facts,
}

impl Engine {
    /// Opens a snapshot: every file is verified, every table of the schema is there (an absent one is empty, an
    /// absent column null), and the views of the named queries are in place.
    ///
    /// # Errors
    /// A file that is missing or damaged; a snapshot without sales.
    pub async fn open(tenant: &Tenant, manifest: &Manifest, settings: &Settings) -> Result<Engine> {
        let context = session()?;
        let mut catalogue = Catalogue::new(tenant, manifest, settings);
        for name in catalogue::names() {
            catalogue.open(&context, name).await?;
        }
        let facts = catalogue.facts().ok_or_else(|| Error::NotFound {
            what: format!("a sale in snapshot {}", manifest.id),
            remedy: "Import sales with at least one row".into(),
        })?;
        Ok(Engine { context, facts })
    }

    /// What the snapshot holds.
    pub fn facts(&self) -> Facts {
        self.facts
    }

    /// Runs a named query to its end.
    pub async fn query(&self, named: Named) -> Result<Vec<RecordBatch>> {
        catalogue::run(&self.context, named).await
    }

    /// Runs a named query and streams its rows.
    pub async fn stream(&self, named: Named) -> Result<SendableRecordBatchStream> {
        let failed = || Error::engine(&format!("query {}", named.name));
        let frame = self.context.sql(named.sql).await.map_err(failed())?;
        frame.execute_stream().await.map_err(failed())
    }

    /// Runs a named query whose order is that of the files: they are read from beginning to end and merged, which costs a
    /// tenth of sorting their rows. The answer is the same where they have another order.
    pub(crate) async fn stream_in_order(&self, named: Named) -> Result<SendableRecordBatchStream> {
        let failed = || Error::engine(&format!("query {}", named.name));
        let state = self.context.state();
        // The catalogue stays: a default one would take its place.
        let mut config = state
            .config()
            .clone()
            .with_target_partitions(FILES_MERGED_MAX)
            .with_create_default_catalog_and_schema(false);
        let optimizer = &mut config.options_mut().optimizer;
        optimizer.repartition_file_scans = false;
        optimizer.enable_round_robin_repartition = false;
        // Rows keep their order where they are looked up, not where both sides are divided.
        optimizer.hash_join_single_partition_threshold = usize::MAX;
        optimizer.hash_join_single_partition_threshold_rows = usize::MAX;
        let state = SessionStateBuilder::new_from_existing(state).with_config(config).build();
        let plan = state.create_logical_plan(named.sql).await.map_err(failed())?;
        DataFrame::new(state, plan).execute_stream().await.map_err(failed())
    }

    /// Runs any SQL to its end; errors call it `name`.
    pub async fn sql(&self, name: &str, sql: &str) -> Result<Vec<RecordBatch>> {
        catalogue::run_sql(&self.context, name, sql).await
    }
}

/// A session without tables, with the functions of `planning`.
pub(crate) fn session() -> Result<SessionContext> {
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(memory_pool(MEMORY_BYTES_MAX)))
        .build_arc()
        .map_err(Error::engine("starting the engine"))?;
    let mut config = SessionConfig::new().with_information_schema(false);
    // Lets errors say where in the SQL they arose.
    config.options_mut().sql_parser.collect_spans = true;
    let context = SessionContext::new_with_config_rt(config, runtime);
    functions::register(&context);
    Ok(context)
}

/// Memory is shared fairly: a sort that took all of it would leave nothing to operators that cannot spill.
pub(crate) fn memory_pool(bytes: usize) -> TrackConsumersPool<FairSpillPool> {
    TrackConsumersPool::new(FairSpillPool::new(bytes), MEMORY_CONSUMERS_NAMED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool};

    /// A greedy pool gave all memory to one sort and nothing to the next operator: publishing M5 failed.
    #[test]
    fn one_sort_leaves_the_other_its_half() {
        let pool: Arc<dyn MemoryPool> = Arc::new(memory_pool(MEMORY_BYTES_MAX));
        let sort = |name| MemoryConsumer::new(name).with_can_spill(true).register(&pool);
        let (one, other) = (sort("one"), sort("other"));
        assert!(one.try_grow(MEMORY_BYTES_MAX / 4 * 3).is_err(), "it spills instead");
        assert!(one.try_grow(MEMORY_BYTES_MAX / 2).is_ok());
        assert!(other.try_grow(MEMORY_BYTES_MAX / 2).is_ok());
    }
}
