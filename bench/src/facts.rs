//! One table for every engine: the values that key figures sum, one row for each item-location and day.

use anyhow::{Context, Result};
use contract::Settings;
use data::engine::Engine;
use data::query::Named;
use data::store::Tenant;
use futures::StreamExt;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::Path;

/// Whole numbers throughout, so that every engine adds exactly and none is slowed by a decimal type it lacks.
const FACTS: Named = Named {
    name: "facts of the benchmark",
    sql: "
        select
            date,
            arrow_cast(category, 'Utf8') as category,
            arrow_cast(location, 'Utf8') as location,
            arrow_cast(class, 'Utf8') as class,
            coalesce(cast(units * 10000 as bigint), 0) as units,
            coalesce(cast(revenue * 10000 as bigint), 0) as revenue,
            coalesce(cast(costed_revenue * 10000 as bigint), 0) as costed_revenue,
            coalesce(cast(cost_of_goods_sold * 10000 as bigint), 0) as cost_of_goods_sold,
            coalesce(cast(inventory_value * 10000 as bigint), 0) as inventory_value,
            coalesce(cast(units_due * 10000 as bigint), 0) as units_due,
            coalesce(cast(units_filled * 10000 as bigint), 0) as units_filled,
            cast(stock_rows as bigint) as stock_rows,
            cast(active as bigint) as active,
            cast(out_of_stock as bigint) as out_of_stock
        from item_day
        where age_days >= 0",
};

/// Rows of a row group, as in DuckDB and in the store.
const GROUP_ROWS: usize = 122_880;

/// Writes the facts of the newest snapshot.
pub(crate) async fn write(tenant: &Tenant, out: &Path) -> Result<()> {
    let manifest = tenant.latest_snapshot()?.context("the store has no snapshot")?;
    let settings = match tenant.settings_ids()?.first() {
        Some(id) => tenant.settings(id)?,
        None => Settings::default(),
    };
    let engine = Engine::open(tenant, &manifest, &settings).await?;
    let mut rows = engine.stream(FACTS).await?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .build();
    let file = File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut writer = ArrowWriter::try_new(file, rows.schema(), Some(properties))?;
    while let Some(batch) = rows.next().await {
        writer.write(&batch?)?;
    }
    writer.close()?;
    Ok(())
}
