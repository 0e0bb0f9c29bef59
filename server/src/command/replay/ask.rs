//! One series, prepared for a replay.

use super::begin::{self, Begin, Placed, find_begin};
use super::items::Items;
use crate::command::long::{Input, Notice, about_rows};
use crate::failure::Failure;
use data::long::{LongFile, RawSeries, Rules};
use planning::forecast::{Definition, METHODS, Options};
use planning::replay::{Item, Learned, Past, Period, SharedSeason, Totals, foresight};

/// A series after its replay.
pub(super) struct Replayed {
    pub(super) placed: Placed,
    pub(super) notices: Vec<Notice>,
    /// `None` for a series without a period to replay.
    pub(super) run: Option<Run>,
}

/// The periods of a series, and its totals under perfect foresight.
pub(super) struct Run {
    pub(super) periods: Vec<Period>,
    pub(super) limit: Totals,
    /// Money for a unit at cost.
    pub(super) unit_cost: Option<f64>,
}

/// The options of one run, the same for every series.
pub(super) struct Ask<'a> {
    pub(super) input: Input,
    pub(super) file: &'a LongFile,
    pub(super) rules: Rules,
    pub(super) start: i64,
    pub(super) has_in_stock: bool,
    pub(super) season: SharedSeason,
    pub(super) items: &'a Items,
    /// Periods that forecasts must reach: the longest lead time and a review.
    pub(super) periods: usize,
}

impl Ask<'_> {
    pub(super) fn place(&self, raw: RawSeries) -> Placed {
        let mut series = self.file.survey().regular(raw, &self.rules);
        let known = if self.has_in_stock { series.regressors.pop() } else { None };
        // What is not said was in stock.
        let censored = known.into_iter().flatten().map(|in_stock| in_stock == 0.0).collect();
        let begin = find_begin(&series, self.start);
        Placed { series, censored, begin }
    }

    /// Calls `use_it` with the item of a series; returns `None` if the series has no period to replay.
    fn with_item<T>(&self, placed: &Placed, use_it: impl FnOnce(&Item) -> T) -> Option<T> {
        let Begin::At(start) = placed.begin else { return None };
        let (series, method) = (&placed.series, method());
        let seasons = self.input.seasons(series.grid.step());
        let calendar = |known: usize| self.input.calendar(self.file, [method], series, known);
        let options = Options {
            method,
            seasons: &seasons,
            regressors: &series.regressors,
            censored: &placed.censored,
            dampen_outliers: self.input.dampens_outliers(),
            ..Options::default()
        };
        Some(use_it(&Item::new(&series.history, start, options, &calendar, &self.season)))
    }

    pub(super) fn past(&self, raw: RawSeries) -> Option<Past> {
        let placed = self.place(raw);
        let terms = self.items.terms(&placed.series).ok()?;
        self.with_item(&placed, |item| item.past(&terms, self.periods)).flatten()
    }

    pub(super) fn replay(&self, raw: RawSeries, learned: &Learned) -> Result<Replayed, Failure> {
        let placed = self.place(raw);
        let mut notices = about_rows(&placed.series.notes, &self.rules);
        notices.extend(placed.begin.notice());
        if !matches!(placed.begin, Begin::At(_)) {
            return Ok(Replayed { placed, notices, run: None });
        }
        let terms = self.items.terms(&placed.series)?;
        let policy = self.items.policy(&placed.series)?;
        let stock = self.items.stock(&placed.series, &terms)?;
        if stock.is_none() && self.items.has_state() {
            notices.push(Notice::new(
                "no_state",
                "is not in --state: its order-up-to level is on hand at the start",
            ));
        }
        let run = self.with_item(&placed, |item| {
            let (begun, periods) = item.replay(policy, learned, &terms, stock);
            let demand: Vec<f64> = periods.iter().map(|period| period.demand).collect();
            let limit = Totals::of(&foresight(&demand, begun, &terms));
            Run { periods, limit, unit_cost: self.items.unit_cost(&placed.series) }
        });
        notices.extend(begin::about_demand(&placed));
        Ok(Replayed { placed, notices, run })
    }
}

/// The method that forecasts.
fn method() -> &'static Definition {
    &METHODS[0]
}
