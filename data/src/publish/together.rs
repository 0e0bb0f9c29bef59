//! Forecasts of all item-locations, made together: the season of the group, the item's own level, and the errors of
//! such forecasts.

use planning::accuracy::{Window, mean_squared_change};
use planning::convert::count_u32;
use planning::forecast::{Backtest, Forecast, Freed, Interval, Method, Notice, Reason};
use planning::panel::{FirstDemand, Group, Holiday, Known, Level, Panel, SeasonEffect, Seasons};
use planning::periods::{Periods, Step};
use std::ops::Range;

use super::parallel;
use super::periods::{PastPlans, accuracy_origins, known_min};
use super::progress::OnProgress;
use super::spread::Spread;

/// Periods ahead whose errors measure the spread of a single period: so many, evenly over the horizon.
const AHEAD: usize = 5;
/// Below this probability of going on, demand has ended.
const GOES_ON_MIN: f64 = 0.02;
/// Above this probability, a pause is not worth a notice.
const GOES_ON_UNSAID: f64 = 0.9;
/// A smaller share from other new items is not worth a notice.
const LENT_SAID: f64 = 0.2;

/// The item-locations that are forecast together.
pub(super) struct Together {
    panel_demand: Vec<f64>,
    groups: Vec<Group>,
    periods: usize,
    step: Step,
    /// The effects of promotions and events on rows, where there are any.
    freed: Vec<Option<Freed>>,
    /// The end of the history.
    now: Origin,
    /// Earlier ones, the newest first.
    earlier: Vec<Origin>,
    /// Of a single period's demand.
    spread: Spread,
}

/// What was known at an origin.
struct Origin {
    known: usize,
    seasons: Seasons,
    levels: Vec<Level>,
}

impl Origin {
    fn of(panel: Panel<'_>, periods: usize) -> Self {
        let known = Known::new(panel, periods);
        let seasons = known.seasons();
        let first: FirstDemand = known.first_demand(&seasons);
        let levels = (0..panel.rows()).map(|row| known.level(row, &seasons, &first)).collect();
        Origin { known: periods, seasons, levels }
    }

    /// Mean demand of a past or coming period, without the effects of promotions and events.
    fn mean(&self, row: usize, group: Group, period: usize) -> f64 {
        let level = &self.levels[row];
        level.units * level.goes_on * self.seasons.index(group, period)
    }
}

/// The expectation of a row at an earlier origin.
pub(super) struct Expected<'a> {
    /// Periods known.
    pub(super) known: usize,
    pub(super) level: &'a Level,
    /// Mean demand of the coming periods.
    pub(super) mean: Vec<f64>,
    /// Actual demand of these periods, as far as the history goes; NaN where it is not known.
    pub(super) came: Vec<f64>,
}

impl Together {
    /// Learns from all rows. `demand` has NaN where it is not known; `freed` has the effects of regressors.
    pub(super) fn learn(
        demand: Vec<f64>,
        groups: Vec<Group>,
        (dates, holidays): (Periods, &[Holiday]),
        mut freed: Vec<Option<Freed>>,
        progress: OnProgress<'_>,
    ) -> Self {
        let (periods, step) = (dates.count as usize, dates.step);
        let mut panel_demand = demand;
        for (row, freed) in freed.iter_mut().enumerate() {
            if let Some(freed) = freed {
                // Kept once: the panel has it from here on.
                let demand = std::mem::take(&mut freed.demand);
                panel_demand[row * periods..(row + 1) * periods].copy_from_slice(&demand);
            }
        }
        let (season, plans) = (step.periods_a_year(), PastPlans::of(step));
        let panel = Panel { periods, demand: &panel_demand, groups: &groups, season, holidays };
        let mut origins: Vec<usize> =
            (1..=plans.origins()).filter_map(|back| periods.checked_sub(back * plans.periods)).collect();
        origins.extend(accuracy_origins(step, periods));
        origins.retain(|known| *known >= known_min(step));
        origins.push(periods);
        origins.sort_unstable_by_key(|known| std::cmp::Reverse(*known));
        origins.dedup();
        let mut found =
            parallel::rows(origins.len(), "forecasting", progress, |place| Origin::of(panel, origins[place]));
        let earlier = found.split_off(1);
        let now = found.pop().unwrap_or_else(|| Origin::of(panel, periods));
        let mut together =
            Together { panel_demand, groups, periods, step, freed, now, earlier, spread: Spread::learn(&[]) };
        together.learn_spread();
        together
    }

    fn learn_spread(&mut self) {
        let (mut seen, apart) = (Vec::new(), self.step.horizon_periods() / (AHEAD - 1));
        for known in accuracy_origins(self.step, self.periods) {
            for expected in (0..self.groups.len()).filter_map(|row| self.expected(row, known)) {
                let ahead = (0..AHEAD).map(|place| place * apart);
                let came = ahead.filter_map(|ahead| Some((ahead, *expected.came.get(ahead)?)));
                let known = came.filter(|(_, units)| !units.is_nan());
                seen.extend(known.map(|(ahead, units)| (*expected.level, expected.mean[ahead], units)));
            }
        }
        self.spread = Spread::learn(&seen);
    }

    /// The expectation of a row when so many periods were known; `None` where no demand was expected.
    pub(super) fn expected(&self, row: usize, known: usize) -> Option<Expected<'_>> {
        let origin = self.earlier.iter().find(|origin| origin.known == known)?;
        let group = self.groups[row];
        let index = |period: usize| self.freed[row].as_ref().map_or(1.0, |freed| freed.index[period]);
        let coming = known..known + self.step.horizon_periods();
        (origin.levels[row].units > 0.0).then(|| Expected {
            known,
            level: &origin.levels[row],
            mean: coming.clone().map(|period| origin.mean(row, group, period) * index(period)).collect(),
            came: coming
                .take_while(|period| *period < self.periods)
                .map(|period| self.came(row, period))
                .collect(),
        })
    }

    /// The history of a row when so many periods were known.
    pub(super) fn demand(&self, row: usize, known: usize) -> &[f64] {
        &self.panel_demand[row * self.periods..row * self.periods + known]
    }

    /// Actual demand of a period; NaN where it is not known.
    pub(super) fn came(&self, row: usize, period: usize) -> f64 {
        let index = self.freed[row].as_ref().map_or(1.0, |freed| freed.index[period]);
        self.panel_demand[row * self.periods + period] * index
    }

    /// Origins of the year before so many periods, the oldest first.
    pub(super) fn year_before(&self, newest: usize) -> Vec<usize> {
        let plans = PastPlans::of(self.step);
        self.plan_origins(newest.saturating_sub(plans.year_origins * plans.periods)..newest)
    }

    /// Origins of the half-year on which plans are replayed, oldest first.
    pub(super) fn proof_origins(&self) -> Vec<usize> {
        let plans = PastPlans::of(self.step);
        self.plan_origins(self.periods.saturating_sub(plans.proof_origins * plans.periods)..self.periods)
    }

    fn plan_origins(&self, periods: Range<usize>) -> Vec<usize> {
        let apart = PastPlans::of(self.step).periods;
        let is_one = |known: &usize| periods.contains(known) && (self.periods - known).is_multiple_of(apart);
        self.earlier.iter().rev().map(|origin| origin.known).filter(is_one).collect()
    }

    fn notices(&self, row: usize) -> Vec<Notice> {
        let level = self.level(row);
        let mut notices = Vec::new();
        let demand = self.demand(row, self.periods);
        let hidden =
            demand[self.periods - level.lived as usize..].iter().filter(|units| units.is_nan()).count();
        if hidden > 0 {
            notices.push(Notice::Censored { periods: count_u32(hidden) });
        }
        if level.lived > 0 && level.goes_on < GOES_ON_MIN {
            notices.push(Notice::DemandEnded);
        } else if level.lived > 0 && level.goes_on < GOES_ON_UNSAID {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a probability: 0 to 100 percent"
            )]
            let goes_on_percent = (100.0 * level.goes_on).round() as u8;
            notices.push(Notice::MayHaveEnded { goes_on_percent });
        }
        if level.lent >= LENT_SAID {
            notices.push(Notice::Borrowed);
        }
        notices
    }

    /// The periods that are forecast.
    fn coming(&self) -> Range<usize> {
        self.periods..self.periods + self.step.horizon_periods()
    }

    /// A row's level at the end of the history.
    pub(super) fn level(&self, row: usize) -> &Level {
        &self.now.levels[row]
    }

    /// Mean of the coming periods.
    pub(super) fn mean(&self, row: usize) -> Vec<f64> {
        let index = |period: usize| self.freed[row].as_ref().map_or(1.0, |freed| freed.index[period]);
        let goes_on = self.now.levels[row].goes_on >= GOES_ON_MIN;
        let mean =
            |period| if goes_on { self.now.mean(row, self.groups[row], period) * index(period) } else { 0.0 };
        self.coming().map(mean).collect()
    }

    /// The effect of its group's season on a row's coming periods; `None` where no demand is expected.
    fn season(&self, row: usize) -> Option<SeasonEffect> {
        let (level, coming) = (self.level(row), self.coming());
        let is_expected = level.units > 0.0 && level.goes_on >= GOES_ON_MIN;
        is_expected.then(|| self.now.seasons.effect(self.groups[row], coming)).flatten()
    }

    /// The forecast of a row with this history, and its forecasts from earlier origins.
    pub(super) fn forecast(&self, row: usize, history: &[f64]) -> (Forecast, Backtest) {
        let backtest = self.backtest(row, history);
        let (level, mean) = (self.level(row), self.mean(row));
        let reason = match (backtest.sums(), level.lived) {
            (_, 0) => Reason::NoDemand,
            (Some((ours, naive)), _) => match ours.rmsse().zip(naive.rmsse()) {
                Some((rmsse, naive_rmsse)) => {
                    Reason::LevelAndSeason { rmsse, naive_rmsse, origins: count_u32(backtest.method.len()) }
                }
                None => Reason::ShortHistory,
            },
            (None, _) => Reason::ShortHistory,
        };
        let forecast = Forecast {
            method: if level.lived == 0 { Method::Zero } else { Method::LevelAndSeason },
            reason,
            error_sd: self.sd(row, mean.first().copied().unwrap_or(0.0)),
            intervals: self.intervals(row, &mean),
            mean,
            cumulative_sd: Vec::new(),
            effects: self.freed[row].as_ref().map(|freed| freed.factors.clone()).unwrap_or_default(),
            season: self.season(row),
            notices: self.notices(row),
        };
        (forecast, backtest)
    }

    /// Deviation of a single period's demand around its mean.
    pub(super) fn sd(&self, row: usize, mean: f64) -> f64 {
        self.spread.sd(self.level(row), mean)
    }

    /// Where each coming period's demand lies with the probabilities of [`super::spread::LEVELS`].
    pub(super) fn intervals(&self, row: usize, mean: &[f64]) -> Vec<Interval> {
        self.spread.intervals(self.level(row), mean)
    }

    /// The forecasts from earlier origins, and those of the naive method.
    fn backtest(&self, row: usize, history: &[f64]) -> Backtest {
        let all: Vec<Expected<'_>> =
            accuracy_origins(self.step, self.periods).filter_map(|known| self.expected(row, known)).collect();
        let oldest = all.last().map_or(0, |expected| expected.known);
        let season = self.step.periods_a_year();
        let has_season = oldest >= season;
        let naive = |known: usize, ahead: usize| {
            let before = known - 1;
            if has_season { history[known + ahead - season] } else { history[before] }
        };
        let window = |expected: &Expected<'_>, forecast: Vec<f64>| Window {
            known: expected.known,
            actual: expected.came.clone(),
            forecast,
        };
        let scale = |born: usize| mean_squared_change(&history[born.min(history.len())..]);
        Backtest {
            method: all.iter().map(|expected| window(expected, expected.mean.clone())).collect(),
            naive: all
                .iter()
                .map(|expected| {
                    let known = expected.known;
                    window(expected, (0..expected.came.len()).map(|ahead| naive(known, ahead)).collect())
                })
                .collect(),
            has_season,
            weights: Vec::new(),
            scale: scale(self.periods - self.level(row).lived as usize),
        }
    }
}

#[cfg(test)]
mod tests;
