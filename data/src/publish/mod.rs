//! Publication does the heavy work once. Queries over the snapshot and forecasts of every item-location become the
//! derived files, of which pages, islands and the API are functions.

/// Steps of weeks or months, and cells by row and period.
mod periods;
/// How far a publication is.
mod progress;
/// One answer a row, on all cores.
mod parallel;

/// Categories and locations, and the places by which rows name them.
mod members;
/// The rows: every item-location, and what the tables say of it.
mod item_locations;
/// Exact counts as numbers.
mod units;
/// What each day of a row says, read in order.
mod item_days;
/// What it adds to the key figures.
mod day_measures;
/// Key figures added up by period, category, location and class.
mod cube;
/// Dates of holidays that move from year to year.
mod holidays;
/// Promotions, holidays and events.
mod influences;
/// Demand and stock by period.
mod demand;
/// Demand by day.
mod days;
/// Lead times, and the receipts that they rest on.
mod lead_time;
/// Stock today, and the last year of it.
mod stock;
/// One pass over all days, for all of those.
mod history;
/// Purchase orders that are not here yet.
mod on_order;

/// Which policy each row is to have.
mod rules;
/// What people decided about rows.
mod decided;
/// Rows with alike demand.
mod segments;
/// How far a period's demand goes from its forecast.
mod spread;
/// Season and level, learned from all rows.
mod together;
/// The forecast of a row.
mod forecaster;
/// What an order must cover.
mod need;
/// How a row is ordered.
mod orders;
/// What is asked for so that promises are kept.
mod calibration;
/// How far needs go from what was expected.
mod needs;
/// All that is known before a forecast.
mod inputs;
/// Plans of the past, replayed.
mod past;
/// What those replays kept.
mod kept;
/// What those replays teach of needs.
mod lessons;
/// What times without stock hid.
mod unserved;
/// What plans of the last half-year kept of their promise.
mod proof;
/// Forecast, policy inputs and check of every row.
mod outcome;

/// How every row stands: cover, risk, excess, what to order.
mod standing;
/// The plan, put together.
mod plan;
/// The series, put together.
mod series;
/// What suppliers ask of orders.
mod suppliers;
/// Content encodings.
mod compress;
/// Writing all of it.
mod files;
/// Which settings hold where none are given.
mod settings;
/// The record of a publication.
mod record;

/// Reading a publication back.
mod load;
/// What to order for every row of one.
mod proposals;
/// Whether a stored publication is whole.
mod verify;

use contract::{CONTRACT_VERSION, Publication, Quality, Settings, SourceFile};

use crate::engine::Engine;
use crate::error::{Error, Place, Result};
use crate::store::{Manifest, PublicationWriter, Tenant};

pub use compress::ENCODINGS;
use decided::Decided;
use files::Derived;
use history::History;
use item_locations::ItemLocations;
use lead_time::LeadTimes;
pub use load::{figures, load, series};
use on_order::OpenOrders;
use progress::OnProgress;
pub use progress::Progress;
pub use proposals::proposals;
pub use record::{sources, tables};
use rules::Rules;
use series::Series;
pub(crate) use settings::current_settings;
pub use verify::{Verified, verify};

/// Derives a publication from the newest snapshot, makes it current and returns its record.
///
/// Without `settings` those of the current publication are kept, or the defaults. The same snapshot, settings and
/// contract version, and the same decisions, give the same id and the same bytes.
///
/// # Errors
/// No snapshot; settings outside their limits; a damaged file; an error of the engine or the disk. The current
/// publication stays as it was.
pub async fn publish(
    tenant: &Tenant,
    settings: Option<Settings>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Publication> {
    // Locked from here to the end, so that the new publication is made from the newest snapshot.
    let _lock = tenant.lock("publish")?;
    let manifest = tenant.newest_snapshot()?;
    let (are_given, settings) = (settings.is_some(), chosen_settings(tenant, settings)?);
    let step = |step| progress(Progress { step, done: 0, total: 1 });
    step("opening the snapshot");
    let engine = Engine::open(tenant, &manifest, &settings).await?;
    let items = ItemLocations::read(&engine).await?;
    if are_given {
        rules::refuse_unknown(&settings, &items.members)?;
    }
    tenant.write_settings(&settings)?;
    let History { cube, demand, days, stock, year } =
        History::read(&engine, &items, &settings, progress).await?;
    step("reading lead times");
    let mut lead_times = LeadTimes::read(&engine, &items, &settings).await?;
    let open = OpenOrders::read(&engine, items.len(), &lead_times).await?;
    step("finding segments");
    let mut rules = Rules::assign(&settings, &items, &demand, progress);
    let decided = Decided::read(tenant, &items, engine.facts().as_of)?;
    decided.apply(&mut lead_times, &mut rules, settings.service_level);
    let (segments, segment) = segments::find(&items, &demand, progress);
    let inputs = inputs::Inputs {
        items: &items,
        demand: &demand,
        days: &days,
        lead_times: &lead_times,
        rules: &rules,
        decided: &decided,
        settings: &settings,
        as_of: engine.facts().as_of,
        progress,
        is_for_all: false,
    };
    let (outcomes, proof) = outcome::all(&inputs);
    step("planning");
    let plan = plan::Parts::plan(plan::Parts {
        settings: &settings,
        items: &items,
        demand: &demand,
        lead_times: &lead_times,
        rules: &rules,
        segment,
        outcomes: &outcomes,
        stock,
        open: &open,
        year,
    });
    step("writing");
    let (quality, suppliers) = (quality(&manifest), suppliers::read(&engine).await?);
    let derived = Derived {
        cube: &cube,
        plan: &plan,
        quality: &quality,
        segments: &segments,
        proof: &proof,
        suppliers: &suppliers,
    };
    let series = Series::of((&items, &demand, &lead_times), &open, &plan);
    let mut writer = PublicationWriter::create(tenant)?;
    let files = derived.write(series.groups(outcomes), &mut writer)?;
    let about = (items.len(), record::category_note(&engine).await?, files);
    let publication = record::of(tenant, &manifest, &engine, settings, about);
    finished(tenant, writer, Publication { decisions: decided.numbers(), ..publication }, progress)
}

/// Makes a publication current, whose files are written.
fn finished(
    tenant: &Tenant,
    writer: PublicationWriter,
    publication: Publication,
    progress: OnProgress<'_>,
) -> Result<Publication> {
    let id = writer.finish(&publication)?;
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
        used: source.used.clone(),
    };
    Quality {
        version: CONTRACT_VERSION,
        created_at: manifest.created_at.clone(),
        files: manifest.sources.iter().map(file).collect(),
        report: manifest.quality.clone(),
    }
}
