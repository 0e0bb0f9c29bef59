//! The bundled samples: real sales as demand with a simulated stock that tried to meet it, and fresh goods with
//! measured stockouts (`fresh`).
//!
//! What the sales lack (costs, suppliers, receipts, stock) is replayed day by day under a plain reorder policy of
//! uneven quality per item. Everything follows from the sources and fixed seeds: run again, the same bytes.

mod fresh;
mod lead_times;
mod random;
mod replay;
mod suppliers;
mod tables;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use contract::SimulatedData;
use data::engine::Engine;
use data::import::{ImportRequest, Mapping, SourceFile};
use data::store::{Manifest, Store, Tenant};

use crate::sample_args::Arguments;

/// The sample's store in the repository.
const STORE: &str = "data/sample";
/// Tables that are simulated, a column of them where it is not all, and how: pages have the words.
const SIMULATED_DATA: [(&str, Option<&str>, Option<&str>); 7] = [
    ("stock", None, Some("replayed_sales")),
    ("receipts", None, Some("replayed_sales")),
    ("suppliers", None, Some("lead_times_of_deliveries")),
    ("products", Some("unit_cost"), None),
    ("products", Some("pack_size"), None),
    ("products", Some("minimum_order"), None),
    ("products", Some("supplier"), None),
];
/// The same for programs and in the manifest.
const SIMULATED: [&str; 3] = [
    "Sales are real. Stock on hand and on order (`stock`) and purchase orders (`receipts`) are simulated: real sales \
     are replayed day by day as demand against a plain reorder policy, lean for some items and fat for others; what \
     finds no stock is backordered.",
    "Unit costs, pack sizes and the assignment of items to suppliers (`suppliers`) are simulated.",
    "Lead times are drawn from real delivery records (USAID SCMS Delivery History) scaled to 7–45 days.",
];

/// Makes the samples whose sources are given.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    if let Some((online_retail, deliveries)) =
        arguments.online_retail.as_ref().zip(arguments.lead_times.as_ref())
    {
        runtime.block_on(make(online_retail, deliveries))?;
    }
    match &arguments.freshretail {
        Some(source) => runtime.block_on(fresh::make(source)),
        None => Ok(()),
    }
}

async fn make(online_retail: &Path, deliveries: &Path) -> Result<()> {
    let mapping = Mapping::read(Path::new(&format!("{STORE}/mapping.toml")))?;
    let tenant = Store::create(STORE)?.tenant("main")?;
    clear(&tenant)?;
    let mut sources: Vec<_> = fs::read_dir(online_retail)
        .with_context(|| format!("reading {}", online_retail.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    sources.retain(|path| path.to_string_lossy().contains("online_retail"));
    // Oldest first: of an invoice in both, the first is kept.
    sources.sort_by_key(|path| !path.to_string_lossy().contains("2009"));
    if sources.len() != 2 {
        bail!("expected the two Online Retail files in {}", online_retail.display());
    }
    println!("importing {} files", sources.len());
    let request = ImportRequest {
        sources: sources.into_iter().map(SourceFile::from).collect(),
        mapping: Some(mapping),
        period: None,
        created_at: "2011-12-10T00:00:00Z".parse()?,
        memory_bytes: ImportRequest::MEMORY_BYTES,
        replace: data::import::Replace::Items,
    };
    let imported = data::import::run(&tenant, &request, &mut |_| ()).await?.manifest;

    println!("simulating stock");
    let engine = Engine::open(&tenant, &imported, &contract::Settings::default()).await?;
    let catalogue = tables::read(&engine).await?;
    let suppliers = suppliers::from_deliveries(&lead_times::read(deliveries)?)?;
    let simulated = tables::simulate(&tenant, &catalogue, &suppliers)?;
    finish(&tenant, imported, &simulated)
}

/// Completes the imported snapshot with the simulated tables, and removes temporary files.
fn finish(tenant: &Tenant, imported: Manifest, simulated: &[data::store::FileEntry]) -> Result<()> {
    let replaced = |file: &data::store::FileEntry| simulated.iter().any(|new| new.table == file.table);
    let mut files: Vec<_> = imported.files.iter().filter(|file| !replaced(file)).cloned().collect();
    files.extend(simulated.iter().cloned());
    for old in imported.files.iter().filter(|file| replaced(file)) {
        fs::remove_file(tenant.root().join(&old.path))?;
    }
    let mut sources = imported.sources.clone();
    sources.push(lead_times::source());
    let simulated = SIMULATED.map(str::to_owned).to_vec();
    let simulated_data = SIMULATED_DATA.map(|(table, column, method)| SimulatedData {
        table: table.to_owned(),
        column: column.map(str::to_owned),
        method: method.map(str::to_owned),
    });
    let simulated_data = simulated_data.to_vec();
    let manifest = Manifest { sources, simulated, simulated_data, files, ..imported.clone() };
    replace(tenant, &imported, manifest)?;
    write_settings(tenant, STORE)
}

/// Removes the output of an earlier run. Saved queries stay, because people write them.
fn clear(tenant: &Tenant) -> Result<()> {
    let Ok(entries) = fs::read_dir(tenant.root()) else { return Ok(()) };
    for entry in entries {
        let path = entry.context("clearing the old sample")?.path();
        if path.ends_with("queries") {
            continue;
        }
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("clearing {}", path.display()))?;
    }
    Ok(())
}

/// Replaces the imported manifest by `manifest`, and prints what it holds.
fn replace(tenant: &Tenant, imported: &Manifest, manifest: Manifest) -> Result<()> {
    fs::remove_file(tenant.root().join(format!("snapshots/{}.json", imported.id)))?;
    let manifest = tenant.write_snapshot(manifest)?;
    let total: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    for file in &manifest.files {
        println!("{:>9} rows {:>8.1} kB  {}", file.rows, file.bytes as f64 / 1e3, file.table);
    }
    println!("snapshot {}: {:.2} MB of Parquet", manifest.id, total as f64 / 1e6);
    Ok(())
}

/// Copies the settings that lie beside the sample's mapping.
fn write_settings(tenant: &Tenant, store: &str) -> Result<()> {
    let settings: contract::Settings =
        toml::from_str(&fs::read_to_string(format!("{store}/settings.toml"))?)?;
    tenant.write_settings(&settings)?;
    Ok(())
}
