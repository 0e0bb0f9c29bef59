//! The record of a publication: its inputs and their sources.

use contract::{CONTRACT_VERSION, DerivedFile, KpiSql, Publication, Settings, Source, TableSummary};
use planning::convert::count_u32;
use planning::periods::Periods;

use crate::engine::Engine;
use crate::error::Result;
use crate::query;
use crate::rows::Rows;
use crate::schema;
use crate::store::{Manifest, Tenant};

/// The record of a publication with so many rows, still without its hash.
pub(super) fn of(
    tenant: &Tenant,
    manifest: &Manifest,
    engine: &Engine,
    settings: Settings,
    (rows, category_note, files): (usize, Option<String>, Vec<DerivedFile>),
) -> Publication {
    let facts = engine.facts();
    Publication {
        contract_version: CONTRACT_VERSION,
        id: String::new(),
        tenant: tenant.name().to_owned(),
        snapshot: manifest.id.clone(),
        currency: manifest.currency.clone(),
        time_zone: manifest.time_zone.clone(),
        period: facts.rows.sales,
        first_day: facts.first_day,
        as_of: facts.as_of,
        horizon_days: horizon_days(facts.periods),
        known: facts.known,
        sources: sources(manifest),
        simulated: manifest.simulated.clone(),
        simulated_data: manifest.simulated_data.clone(),
        category_note,
        tables: tables(manifest),
        item_locations: count_u32(rows),
        decisions: Vec::new(),
        kpi_sql: kpi_sql(&settings),
        settings,
        files,
    }
}

/// Days after the history that are forecast.
fn horizon_days(periods: Periods) -> u32 {
    let last = periods.last_day(periods.count as usize + periods.step.horizon_periods() - 1);
    u32::try_from(last.since(periods.last)).unwrap_or(0)
}

/// The sources of a snapshot, each once.
pub fn sources(manifest: &Manifest) -> Vec<Source> {
    let source = |s: &crate::store::Source| Source {
        name: s.name.clone(),
        licence: s.licence.clone(),
        attribution: s.attribution.clone(),
        url: s.url.clone(),
    };
    let mut sources: Vec<Source> = Vec::new();
    for source in manifest.sources.iter().map(source) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// Rows and dates of a snapshot's tables, in the order of the schema.
pub fn tables(manifest: &Manifest) -> Vec<TableSummary> {
    let summary = |table: &&'static schema::Table| {
        let files: Vec<_> = manifest.files_of(table.name).collect();
        (!files.is_empty()).then(|| TableSummary {
            table: table.name.to_owned(),
            rows: files.iter().map(|file| file.rows).sum(),
            first: files.iter().filter_map(|file| file.first_date).min(),
            last: files.iter().filter_map(|file| file.last_date).max(),
            simulated: manifest
                .simulated_data
                .iter()
                .any(|data| data.table == table.name && data.column.is_none()),
        })
    };
    schema::TABLES.iter().filter_map(summary).collect()
}

fn kpi_sql(settings: &Settings) -> Vec<KpiSql> {
    let rate = settings.holding_rate.to_string();
    let text = |named: &query::Named| KpiSql {
        id: named.name.to_owned(),
        sql: named.sql.replace("{holding_rate}", &rate),
    };
    query::KPI.iter().map(text).collect()
}

/// The origin of categories that were not recorded.
pub(super) async fn category_note(engine: &Engine) -> Result<Option<String>> {
    let sql = "select min(category_source) as note from products where category_source is not null";
    let batches = engine.sql("category source", sql).await?;
    Ok(Rows::new("category source", &batches).text("note")?.into_iter().find(|note| !note.is_empty()))
}
