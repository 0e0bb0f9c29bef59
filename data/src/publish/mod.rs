//! Publication: heavy work once. Queries over the snapshot and forecasts of every item-location become the derived
//! files that pages, islands and the API are functions of.

mod compress;
mod cube;
mod days;
mod demand;
mod forecasts;
mod influences;
mod lead_time;
mod load;
mod members;
mod needs;
mod on_order;
mod orders;
mod outcome;
mod parallel;
mod past;
mod plan;
mod proof;
mod record;
mod rules;
mod segments;
mod settings;
mod spread;
mod standing;
mod unserved;
mod verify;

use contract::{
    CONTRACT_VERSION, Cube, DerivedFile, Plan, Proof, Publication, Quality, SERIES_GROUP_ITEMS, Segments,
    SeriesGroup, SeriesItem, Settings, SourceFile, SupplierLeadTimes,
};
use planning::convert::count_i64;
use planning::day::Day;
use std::ops::Range;

use crate::engine::Engine;
use crate::error::{Error, Place, Result};
use crate::store::{Manifest, PublicationWriter, Tenant, sha256_hex};

pub use compress::ENCODINGS;
use days::Days;
use lead_time::LeadTimes;
pub use load::{load, series};
pub use record::{sources, tables};
pub(crate) use settings::current_settings;
pub use verify::{Verified, verify};

/// Days of a period of the cube and of the series.
pub(crate) const PERIOD_DAYS: i32 = 7;

/// Where a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, for people.
    pub step: &'static str,
    /// Steps done.
    pub done: u64,
    /// Steps in all; item-locations while forecasting.
    pub total: u64,
}

/// Derives a publication of the newest snapshot and makes it current; its record is returned.
///
/// Without `settings` those of the current publication are kept, or the defaults. The same snapshot, settings and
/// contract version give the same id and the same bytes.
///
/// # Errors
/// No snapshot; settings outside their limits; a damaged file; what the engine or the disk refuses. The current
/// publication stays as it was.
pub async fn publish(
    tenant: &Tenant,
    settings: Option<Settings>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Publication> {
    // From here to the end, so that what becomes current was made of the newest snapshot there is.
    let _lock = tenant.lock("publish")?;
    let manifest = tenant.newest_snapshot()?;
    let are_given = settings.is_some();
    let settings = chosen_settings(tenant, settings)?;
    progress(Progress { step: "opening the snapshot", done: 0, total: 1 });
    let engine = Engine::open(tenant, &manifest, &settings).await?;
    progress(Progress { step: "adding up the cube", done: 0, total: 1 });
    let cube = cube::build(&engine, &settings).await?;
    if are_given {
        rules::refuse_unknown(&settings, &cube)?;
    }
    tenant.write_settings(&settings)?;
    progress(Progress { step: "reading demand", done: 0, total: 1 });
    let demand = demand::read(&engine, &cube).await?;
    let lead_times = LeadTimes::read(&engine, &settings).await?;
    let mut plan = plan::describe(&engine, &cube, &demand, &lead_times).await?;
    progress(Progress { step: "finding segments", done: 0, total: 1 });
    let segments = rules::assign(&settings, &cube, &demand, &mut plan);
    let days = Days::read(&engine, demand.sku.len()).await?;
    let known = outcome::Inputs {
        demand: &demand,
        days: &days,
        lead_times: &lead_times,
        plan: &plan,
        settings: &settings,
        categories: &cube.categories,
        as_of: engine.facts().as_of,
        progress,
    };
    let (outcomes, proof) = outcome::all(&known);
    progress(Progress { step: "planning", done: 0, total: 1 });
    plan::complete(&engine, &settings, &demand, &outcomes, &mut plan).await?;
    let series = demand.series(outcomes, &plan.items.supplier, &lead_times);

    progress(Progress { step: "writing", done: 0, total: 1 });
    let mut writer = Files { inner: PublicationWriter::create(tenant)?, files: Vec::new() };
    writer.derived("cube.bin", &encoded(cube.encode())?)?;
    writer.plan(&plan)?;
    writer.series(&cube, series, |rows| lead_times.seen.of_suppliers(plan.items.supplier[rows].iter()))?;
    writer.json(Quality::PATH, &quality(&manifest))?;
    writer.json(Segments::PATH, &segments)?;
    writer.json(Proof::PATH, &proof)?;
    let note = record::category_note(&engine).await?;
    let files = std::mem::take(&mut writer.files);
    let publication = record::of(tenant, &manifest, &engine, settings, (plan.policy.len(), note, files));
    let id = writer.inner.finish(&publication)?;
    tenant.set_current(&id)?;
    progress(Progress { step: "published", done: 1, total: 1 });
    Ok(Publication { id, ..publication })
}

fn chosen_settings(tenant: &Tenant, given: Option<Settings>) -> Result<Settings> {
    let settings = given.map_or_else(|| current_settings(tenant), Ok)?;
    match settings.problem() {
        None => Ok(settings),
        Some(problem) => {
            Err(Error::bad(Place::new("settings"), problem, "Correct the settings file and publish again"))
        }
    }
}

/// A publication being written, with the list of its derived files.
struct Files {
    inner: PublicationWriter,
    files: Vec<DerivedFile>,
}

impl Files {
    /// A derived file, beside it the same compressed, for servers and static hosts to send as it is.
    fn derived(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.inner.write(path, content)?;
        let bytes = content.len() as u64;
        self.files.push(DerivedFile { path: path.to_owned(), bytes, sha256: sha256_hex(content) });
        for encoding in &ENCODINGS {
            self.inner.write(&format!("{path}.{}", encoding.extension), &(encoding.compress)(content))?;
        }
        Ok(())
    }

    fn json(&mut self, path: &'static str, content: &impl serde::Serialize) -> Result<()> {
        let bytes = serde_json::to_vec_pretty(content).map_err(|error| fault(path, &error))?;
        self.derived(path, &bytes)
    }

    fn plan(&mut self, plan: &Plan) -> Result<()> {
        for shard in 0..Plan::shards(plan.policy.len()) {
            let first = shard * Plan::SHARD_ROWS;
            let range = first..plan.policy.len().min(first + Plan::SHARD_ROWS);
            self.derived(&Plan::policy_path(shard), &encoded(plan.policy.encode(range.clone()))?)?;
            self.derived(&Plan::items_path(shard), &encoded(plan.items.encode(range.clone()))?)?;
            self.derived(&Plan::accuracy_path(shard), &encoded(plan.accuracy.encode(range))?)?;
        }
        Ok(())
    }

    fn series(
        &mut self,
        cube: &Cube,
        items: Vec<SeriesItem>,
        suppliers: impl Fn(Range<usize>) -> Vec<SupplierLeadTimes>,
    ) -> Result<()> {
        let last_day = cube.periods.last().map_or(Day(0), |period| period.last);
        let (rows, mut items) = (items.len(), items.into_iter());
        for (group, first) in (0..rows).step_by(SERIES_GROUP_ITEMS).enumerate() {
            let series = SeriesGroup {
                version: CONTRACT_VERSION,
                first_day: last_day.plus(1 - i64::from(PERIOD_DAYS) * count_i64(cube.periods.len())),
                period_days: PERIOD_DAYS.unsigned_abs(),
                items: items.by_ref().take(SERIES_GROUP_ITEMS).collect(),
                suppliers: suppliers(first..rows.min(first + SERIES_GROUP_ITEMS)),
            };
            self.derived(&SeriesGroup::path(group), &encoded(series.encode())?)?;
        }
        Ok(())
    }
}

fn encoded(bytes: Result<Vec<u8>, contract::DecodeError>) -> Result<Vec<u8>> {
    bytes.map_err(|error| fault("derived file", &error))
}

fn fault(file: &'static str, error: &dyn std::error::Error) -> Error {
    Error::bad(Place::new(file), error.to_string(), "Report it: this is a fault of the program")
}

fn quality(manifest: &Manifest) -> Quality {
    let file = |source: &crate::store::Source| SourceFile {
        name: source.name.clone(),
        file: source.file.clone(),
        rows: source.rows,
        sha256: source.sha256.clone(),
        licence: source.licence.clone(),
        attribution: source.attribution.clone(),
        url: source.url.clone(),
        simulated: source.simulated.clone(),
    };
    Quality {
        version: CONTRACT_VERSION,
        created_at: manifest.created_at.clone(),
        files: manifest.sources.iter().map(file).collect(),
        report: manifest.quality.clone(),
    }
}
