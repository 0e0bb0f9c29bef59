//! The engine: DataFusion over one tenant's snapshot, with nothing else in its catalogue.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, RecordBatch};
use arrow::datatypes::SchemaRef;
use contract::Settings;
use datafusion::datasource::MemTable;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use planning::day::Day;
use planning::kpi::{FillBasis, Known};

use crate::as_of::as_of;
use crate::error::{Error, Result};
use crate::functions;
use crate::parquet_files;
use crate::query::{self, Named};
use crate::rows::Rows;
use crate::schema::{self, DECIMAL_ONE, DECIMAL_PRECISION, DECIMAL_SCALE};
use crate::store::{Manifest, Tenant};

/// Memory that queries may hold before they spill to disk.
const MEMORY_BYTES_MAX: usize = 2 << 30;
/// Consumers named in an error, largest first.
const MEMORY_CONSUMERS_NAMED: NonZeroUsize = NonZeroUsize::new(5).unwrap();

/// The table of the settings that queries need.
const SETTINGS: &str = "settings";

/// A session over one snapshot under one record of settings.
pub struct Engine {
    context: SessionContext,
    facts: Facts,
}

/// Facts about a snapshot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// First date with sales.
    pub first_day: Day,
    /// "Today": see [`crate::as_of`].
    pub as_of: Day,
    /// Which facts are known.
    pub known: Known,
}

impl Engine {
    /// Opens a snapshot: every file is verified, every table of the schema is there (an absent one is empty, an
    /// absent column null), and the views of the named queries are in place.
    ///
    /// # Errors
    /// A file that is missing or damaged; a snapshot without sales.
    pub async fn open(tenant: &Tenant, manifest: &Manifest, settings: &Settings) -> Result<Engine> {
        let context = session()?;
        for table in schema::TABLES {
            let full = table.arrow_schema(|_| true);
            let files = manifest.files_of(table.name);
            let paths = files.map(|file| tenant.verified_path(file)).collect::<Result<Vec<_>>>()?;
            register(&context, table.name, paths, full).await?;
        }
        let facts = read_facts(&context, tenant, manifest).await?;
        let engine = Engine { context, facts };
        engine.add_memory(SETTINGS, vec![settings_row(&facts, settings)?])?;
        let item_location = engine.query(query::ITEM_LOCATION).await?;
        engine.add_memory(query::ITEM_LOCATION.name, item_location)?;
        engine.add_view(query::ITEM_DAY).await?;
        Ok(engine)
    }

    /// The engine's session, for queries that people write.
    pub(crate) fn into_context(self) -> SessionContext {
        self.context
    }

    /// Names of its tables and views: the snapshot's own, and those of named queries.
    pub(crate) fn tables() -> Vec<&'static str> {
        let own = schema::TABLES.iter().map(|table| table.name);
        own.chain([SETTINGS, query::ITEM_LOCATION.name, query::ITEM_DAY.name]).collect()
    }

    /// What the snapshot holds.
    pub fn facts(&self) -> Facts {
        self.facts
    }

    /// Runs a named query to its end.
    pub async fn query(&self, named: Named) -> Result<Vec<RecordBatch>> {
        self.sql(named.name, named.sql).await
    }

    /// Runs a named query and streams its rows.
    pub async fn stream(&self, named: Named) -> Result<SendableRecordBatchStream> {
        let failed = || Error::engine(&format!("query {}", named.name));
        let frame = self.context.sql(named.sql).await.map_err(failed())?;
        frame.execute_stream().await.map_err(failed())
    }

    /// Runs any SQL to its end; errors call it `name`.
    pub async fn sql(&self, name: &str, sql: &str) -> Result<Vec<RecordBatch>> {
        run(&self.context, name, sql).await
    }

    fn add_memory(&self, name: &str, batches: Vec<RecordBatch>) -> Result<()> {
        let failed = || Error::engine(&format!("registering {name}"));
        let Some(schema) = batches.first().map(RecordBatch::schema) else {
            return Err(Error::NotFound {
                what: format!("table {name} of the snapshot: it would be empty, and"),
                remedy: "Import sales with at least one row".into(),
            });
        };
        let table = MemTable::try_new(schema, vec![batches]).map_err(failed())?;
        self.context.register_table(name, Arc::new(table)).map_err(failed())?;
        Ok(())
    }

    async fn add_view(&self, named: Named) -> Result<()> {
        let failed = || Error::engine(&format!("view {}", named.name));
        let frame = self.context.sql(named.sql).await.map_err(failed())?;
        self.context.register_table(named.name, frame.into_view()).map_err(failed())?;
        Ok(())
    }
}

/// A session without tables, with the functions of `planning`.
pub(crate) fn session() -> Result<SessionContext> {
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(memory_pool()))
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
fn memory_pool() -> TrackConsumersPool<FairSpillPool> {
    TrackConsumersPool::new(FairSpillPool::new(MEMORY_BYTES_MAX), MEMORY_CONSUMERS_NAMED)
}

async fn register(
    context: &SessionContext,
    name: &str,
    paths: Vec<PathBuf>,
    schema: SchemaRef,
) -> Result<()> {
    let failed = || Error::engine(&format!("opening table {name}"));
    if paths.is_empty() {
        let empty = MemTable::try_new(schema, vec![Vec::new()]).map_err(failed())?;
        context.register_table(name, Arc::new(empty)).map_err(failed())?;
        return Ok(());
    }
    let options = ParquetReadOptions::default().schema(&schema);
    let frame = parquet_files::read(context, &paths, options).await.map_err(failed())?;
    context.register_table(name, frame.into_view()).map_err(failed())?;
    Ok(())
}

async fn run(context: &SessionContext, name: &str, sql: &str) -> Result<Vec<RecordBatch>> {
    let failed = || Error::engine(&format!("query {name}"));
    context.sql(sql).await.map_err(failed())?.collect().await.map_err(failed())
}

async fn read_facts(context: &SessionContext, tenant: &Tenant, manifest: &Manifest) -> Result<Facts> {
    let batches = run(context, query::FACTS.name, query::FACTS.sql).await?;
    let rows = Rows::new(query::FACTS.name, &batches);
    let one = |name: &str| -> Result<Option<i64>> { Ok(rows.i64(name)?.into_iter().next().flatten()) };
    let day =
        |name: &str| -> Result<Option<Day>> { Ok(one(name)?.and_then(|d| i32::try_from(d).ok()).map(Day)) };
    let some = |name: &str| -> Result<bool> { Ok(one(name)?.unwrap_or(0) > 0) };
    let (Some(first_day), Some(last_sale)) = (day("first_sale_day")?, day("last_sale_day")?) else {
        return Err(Error::NotFound {
            what: format!("a sale in snapshot {} of tenant {}", manifest.id, tenant.name()),
            remedy: "Import sales with at least one row".into(),
        });
    };
    let fill = if some("orders")? {
        Some(FillBasis::Orders)
    } else if some("backorders")? {
        Some(FillBasis::Backorders)
    } else {
        None
    };
    Ok(Facts {
        first_day,
        as_of: as_of(first_day, last_sale, day("last_stock_day")?),
        known: Known {
            revenue: some("revenues")?,
            cost: some("costs")?,
            on_hand: some("balances")?,
            hours: some("hours")?,
            fill,
        },
    })
}

fn settings_row(facts: &Facts, settings: &Settings) -> Result<RecordBatch> {
    #[expect(clippy::cast_possible_truncation, reason = "a day's hours: settings hold at most 24")]
    let hours = (settings.opening_hours_per_day * DECIMAL_ONE as f64).round() as i128;
    let hours = Decimal128Array::from(vec![hours])
        .with_precision_and_scale(DECIMAL_PRECISION, DECIMAL_SCALE)
        .map_err(Error::engine("writing settings for queries"))?;
    let days = i32::try_from(settings.activity_window_days).unwrap_or(i32::MAX);
    let is = |basis| Arc::new(BooleanArray::from(vec![facts.known.fill == Some(basis)])) as ArrayRef;
    RecordBatch::try_from_iter([
        ("first_day", Arc::new(Int32Array::from(vec![facts.first_day.0])) as ArrayRef),
        ("as_of_day", Arc::new(Int32Array::from(vec![facts.as_of.0]))),
        ("activity_window_days", Arc::new(Int32Array::from(vec![days]))),
        ("opening_hours_per_day", Arc::new(hours)),
        ("abc_a", Arc::new(Float64Array::from(vec![settings.abc_a]))),
        ("abc_b", Arc::new(Float64Array::from(vec![settings.abc_b]))),
        ("fill_from_orders", is(FillBasis::Orders)),
        ("fill_from_balances", is(FillBasis::Backorders)),
    ])
    .map_err(Error::engine("writing settings for queries"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool};

    /// A greedy pool gave all memory to one sort and nothing to the next operator: publishing M5 failed.
    #[test]
    fn one_sort_leaves_the_other_its_half() {
        let pool: Arc<dyn MemoryPool> = Arc::new(memory_pool());
        let sort = |name| MemoryConsumer::new(name).with_can_spill(true).register(&pool);
        let (one, other) = (sort("one"), sort("other"));
        assert!(one.try_grow(MEMORY_BYTES_MAX / 4 * 3).is_err(), "it spills instead");
        assert!(one.try_grow(MEMORY_BYTES_MAX / 2).is_ok());
        assert!(other.try_grow(MEMORY_BYTES_MAX / 2).is_ok());
    }
}
