//! `granary replay`: a policy over history, period by period, with what was known then: its cost, service and stock beside
//! what perfect foresight would have cost.

/// The policy that is replayed.
mod policy;

/// A store's publication as the files that a replay reads.
mod store;

/// What differs by item: costs, lead times, packs, rules, stock.
mod items;

/// Where in a series the replay begins.
mod begin;

/// A series as it is replayed.
mod ask;

/// Every period of every series, as a file.
mod periods;

/// The result, for people and for programs.
mod report;

use super::Target;
use super::long::Input;
use super::meter::Meter;
use super::terminal::tell;
use crate::failure::Failure;
use ask::{Ask, Replayed};
use begin::{Begin, Placed};
use clap::ValueEnum;
use data::long::{LongFile, Numbers, has_column};
use data::parallel::in_order;
use data::store::MAIN_TENANT;
use data::terminal::grouped;
use items::Items;
use periods::PeriodsFile;
use planning::convert::count_i64;
use planning::replay::{Learned, Past, SharedSeason, Trial, Unmet};
use policy::PolicyArgument;
use report::{Report, Setting};
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::StoreFiles;

/// Series to learn from, chosen evenly. What is learned belongs to classes, so more series change it little.
const SAMPLE: u64 = 1_000;
/// Column that says whether an item was in stock throughout a period.
const IN_STOCK: &str = "in_stock";

#[derive(Clone, Debug, clap::Args)]
#[command(mut_arg("input", |arg| arg.required(false).required_unless_present("store")))]
#[command(mut_arg("horizon", |arg| arg.required(false).default_value("1").hide(true)))]
#[command(mut_arg("levels", |arg| arg.hide(true)))]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// A store instead of a file: weekly demand of every item-location of its current publication, as `sku @
    /// location`, with lead times, packs, smallest orders and costs from its tables and settings.
    #[arg(long, value_name = "URI", conflicts_with_all = ["input", "items", "columns"])]
    store: Option<String>,
    /// The tenant within the store.
    #[arg(long, default_value = MAIN_TENANT, requires = "store")]
    tenant: String,
    /// The first period to replay; everything before it is known when it begins.
    #[arg(long, value_name = "DATE")]
    start: String,
    /// Full periods of demand between an order and the stock that it brings.
    #[arg(
        long, value_name = "L", required_unless_present = "store", conflicts_with = "store",
        value_parser = clap::value_parser!(u32).range(0..=1_000)
    )]
    lead_time: Option<u32>,
    /// Periods from one review to the next [default: 1, for a store its setting].
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    review: Option<u32>,
    /// The ordering policy: service:0.95 (probability that an order suffices until the next one can arrive),
    /// fill:0.98 (share of demand met), cost (least holding and shortage cost), textbook:0.95 (mean +
    /// z·deviation·root of the periods), weeks:4 (order up to four periods of mean demand), or fixed:FILE (unique_id
    /// with reorder_point and order_quantity or order_up_to).
    #[arg(long, value_name = "P")]
    policy: PolicyArgument,
    /// Money per unit on hand at the end of a period.
    #[arg(long, value_name = "H", requires = "shortage_cost", value_parser = policy::money)]
    holding_cost: Option<f64>,
    /// Money per unit lost, or per unit owed at the end of a period.
    #[arg(long, value_name = "S", requires = "holding_cost", value_parser = policy::money)]
    shortage_cost: Option<f64>,
    /// What happens to demand that stock cannot meet.
    #[arg(long, value_enum, default_value = "lost")]
    unmet: UnmetIs,
    /// Values that differ by item: unique_id with lead_time, holding_cost, shortage_cost, unit_cost, pack_size,
    /// minimum_order.
    #[arg(long, value_name = "FILE")]
    items: Option<PathBuf>,
    /// Stock before the first period: unique_id, on_hand, and due_1, due_2, … for units that arrive at the beginning
    /// of the first period, the second, …. Other items begin with their order-up-to level on hand.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// File for every period: ds, unique_id, demand, sold, lost, on_hand, ordered, cost; .csv, .json, .jsonl or
    /// .parquet.
    #[arg(long, value_name = "FILE")]
    periods: Option<PathBuf>,
    /// Format of the result.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum UnmetIs {
    Lost,
    Backordered,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        // Endings are looked at before anything is read.
        self.input.dialect(&[self.periods.as_deref()])?;
        let Some(store) = &self.store else { return self.run_over_file() };
        let files = StoreFiles::write(&Target { store: store.clone(), tenant: self.tenant.clone() })?;
        if !files.has_costs && self.holding_cost.is_none() {
            tell!("Unit costs or prices of some item-locations are not known: nothing is costed.");
        }
        let arguments = Arguments {
            input: self.input.of_file(files.sales()),
            items: Some(files.items()),
            review: self.review.or(Some(files.review)),
            ..self.clone()
        };
        arguments.run_over_file()
    }

    fn review(&self) -> u32 {
        self.review.unwrap_or(1)
    }

    fn run_over_file(&self) -> Result<(), Failure> {
        let (started, meter) = (Instant::now(), Meter::new());
        let items = Items::read(self)?;
        let periods = items.lead_time_most() + self.review() as usize;
        let has_in_stock = has_column(self.input.path(), IN_STOCK)?;
        let input = self.input.over(periods, if has_in_stock { &[IN_STOCK] } else { &[] });
        let file = input.open(&meter)?;
        let start = self.start_of(&file)?;
        let season = input.seasons(file.survey().step).into_iter().max().unwrap_or(1);
        let rules = input.rules();
        let season = SharedSeason::new(season);
        let mut ask = Ask { input, file: &file, rules, start, has_in_stock, season, items: &items, periods };
        ask.season = self.look_through(&ask, &meter)?;
        let learned = self.learn(&ask, &meter)?;
        let report = self.replay(&ask, &learned, &meter)?;
        drop(meter);
        let seconds = started.elapsed().as_secs_f64();
        tell!("{} series replayed in {seconds:.1} s.", grouped(report.series()));
        report.give(self.format == Format::Json)
    }

    fn start_of(&self, file: &LongFile) -> Result<i64, Failure> {
        let kind = file.survey().kind;
        kind.read(&self.start).ok_or_else(|| {
            let cause = format!("--start {}: is not a time in the form that the file uses", self.start);
            Failure::new(cause, format!("Write it as in {}", kind.to_text(file.survey().first)))
        })
    }

    /// The season that all series share. Refuses a start at which no period of any series begins.
    fn look_through(&self, ask: &Ask, meter: &Meter) -> Result<SharedSeason, Failure> {
        let mut season = ask.season.clone();
        let mut nearest: Option<i64> = None;
        let mut done = 0;
        let mut next = ask.file.series()?;
        let take = |placed: Placed| {
            if let Some(at) = begin::nearest(&placed.series, ask.start) {
                let is_nearer = |known: i64| at.abs_diff(ask.start) < known.abs_diff(ask.start);
                nearest = nearest.filter(|known| !is_nearer(*known)).or(Some(at));
            }
            if let (Begin::At(start), true) = (placed.begin, self.policy.looks_ahead()) {
                season.add(-count_i64(start), &placed.series.history);
            }
            done += 1;
            meter.show("looking through", done, ask.file.survey().series);
            Ok::<(), Failure>(())
        };
        in_order(ask.input.threads(), || Ok(next()?), |raw| ask.place(raw), take)?;
        if nearest == Some(ask.start) {
            return Ok(season);
        }
        let cause = format!("--start {}: no period of the file begins then", self.start);
        let remedy = nearest.map_or_else(
            || "Give a file with rows that hold numbers".to_owned(),
            |at| format!("The nearest is {}", ask.file.survey().kind.to_text(at)),
        );
        Err(Failure::new(cause, remedy))
    }

    /// What the policy learns from the periods before the start, over an even selection of series; nothing for a
    /// policy that does not look ahead.
    fn learn(&self, ask: &Ask, meter: &Meter) -> Result<Learned, Failure> {
        let mut pasts = Vec::new();
        if self.policy.looks_ahead() {
            let series = ask.file.survey().series;
            let every = series.div_ceil(SAMPLE).max(1);
            let (mut number, mut done) = (0, 0);
            let mut next = ask.file.series()?;
            let mut jobs = || loop {
                let Some(raw) = next()? else { return Ok(None) };
                number += 1;
                if (number - 1) % every == 0 {
                    return Ok::<_, Failure>(Some(raw));
                }
            };
            let take = |past: Option<Past>| {
                pasts.extend(past);
                done += 1;
                meter.show("forecasting the past", done, series.div_ceil(every));
                Ok::<(), Failure>(())
            };
            in_order(ask.input.threads(), &mut jobs, |raw| ask.past(raw), take)?;
        }
        let mut learned = Learned::of_errors(&pasts, ask.periods);
        if self.policy.is_cost() {
            let mut trials: Vec<Trial> = Vec::new();
            let mut waiting = pasts.iter();
            let mut done = 0;
            let take = |trial: Option<Trial>| {
                trials.extend(trial);
                done += 1;
                meter.show("replaying the past", done, pasts.len() as u64);
                Ok::<(), Failure>(())
            };
            in_order(ask.input.threads(), || Ok(waiting.next()), |past| learned.replay(past), take)?;
            learned.choose(&trials);
        }
        Ok(learned)
    }

    fn replay(&self, ask: &Ask, learned: &Learned, meter: &Meter) -> Result<Report, Failure> {
        let dialect = ask.input.dialect(&[self.periods.as_deref()])?;
        let mut log = ask.input.notice_log(ask.file, dialect)?;
        let mut file = self
            .periods
            .as_deref()
            .map(|path| PeriodsFile::create(path, ask.file.survey().kind, dialect, ask.items.has_costs()))
            .transpose()?;
        let mut report = Report::new(Setting::of(self, ask), learned);
        let mut done = 0;
        let mut next = ask.file.series()?;
        let take = |replayed: Result<Replayed, Failure>| {
            let Replayed { placed, notices, run } = replayed?;
            report.notice(&notices);
            log.add(&placed.series.id, notices)?;
            if let (Some(run), Begin::At(start)) = (run, placed.begin) {
                report.add(&run.periods, &run.limit, run.unit_cost);
                if let Some(file) = &mut file {
                    file.add(&placed.series, start, &run.periods)?;
                }
            }
            done += 1;
            meter.show("replaying", done, ask.file.survey().series);
            Ok::<(), Failure>(())
        };
        in_order(ask.input.threads(), || Ok(next()?), |raw| ask.replay(raw, learned), take)?;
        if report.series() == 0 {
            let cause = format!("--start {}: no series has a period to replay", self.start);
            return Err(Failure::new(cause, "Give an earlier one, or a file whose series reach beyond it"));
        }
        let unknown = ask.items.not_replayed(report.series() - report.noticed("no_state"));
        if unknown > 0 {
            tell!("{} rows of --state are of series that are not replayed.", grouped(unknown));
        }
        log.finish()?;
        file.map_or(Ok(()), PeriodsFile::finish)?;
        Ok(report)
    }

    fn numbers(&self, path: &Path, columns: &[&str], needed: usize) -> Result<Numbers, Failure> {
        Ok(Numbers::read(path, self.input.id_column(), columns, needed)?)
    }

    fn unmet(&self) -> Unmet {
        match self.unmet {
            UnmetIs::Lost => Unmet::Lost,
            UnmetIs::Backordered => Unmet::Backordered,
        }
    }
}
