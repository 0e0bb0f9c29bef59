//! One item's history, as known at each review.

use super::goal::Goal;
use super::learn::{Learned, Past, View};
use super::ledger::{Period, Stock, Terms, run};
use super::level::{filled, levels};
use super::outlook::{Outlook, OwnError, expected};
use super::rule::{FixedRule, cover_level, order_up_to, textbook_level};
use super::season::SharedSeason;
use crate::convert::count_i64;
use crate::forecast::{CalendarDay, Options, forecast};

/// Past periods replayed for learning: half a year of weeks.
const PAST_PERIODS: usize = 26;
/// Periods of history before the first of them.
const HISTORY_MIN: usize = 4;

/// The policy that decides orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Policy {
    /// This probability that all demand is met until the next order can arrive; see [`Goal::CycleService`].
    Service(f64),
    /// This share of demand met; see [`Goal::FillRate`].
    Fill(f64),
    /// Least holding and shortage cost, with odds learned from the past; see [`Learned`].
    Cost,
    /// The textbook's order-up-to level for a cycle service; see [`textbook_level`].
    Textbook(f64),
    /// Order up to this many periods of mean demand; see [`cover_level`].
    Cover(f64),
    /// A rule given by the owner.
    Fixed(FixedRule),
}

impl Policy {
    /// Whether it needs outlooks, and what [`Learned`] holds.
    pub fn looks_ahead(&self) -> bool {
        matches!(self, Policy::Service(_) | Policy::Fill(_) | Policy::Cost)
    }
}

/// An item's demand, and how it is forecast.
pub struct Item<'a> {
    /// Demand by period, oldest first; NaN where missing.
    demand: &'a [f64],
    /// The first period of the replay.
    start: usize,
    /// The options of forecasts; the horizon, the calendar and the censored periods are set at each review.
    options: Options<'a>,
    /// The calendar for the first so many periods and for the coming ones, as known after the former.
    calendar: &'a (dyn Fn(usize) -> Vec<CalendarDay> + 'a),
    season: &'a SharedSeason,
    /// Whether stock ran out, by period.
    censored: &'a [bool],
    levels: Vec<f64>,
    filled: Vec<f64>,
}

impl<'a> Item<'a> {
    /// An item whose replay begins with period `start`, at most the number of periods.
    pub fn new(
        demand: &'a [f64],
        start: usize,
        options: Options<'a>,
        calendar: &'a (dyn Fn(usize) -> Vec<CalendarDay> + 'a),
        season: &'a SharedSeason,
    ) -> Item<'a> {
        let censored = options.censored;
        let (levels, filled) = (levels(demand, censored), filled(demand, censored));
        Item { demand, start: start.min(demand.len()), options, calendar, season, censored, levels, filled }
    }

    /// The outlook on the coming `periods`, as known after the first `known` ones; its errors are of demand summed
    /// over `protection` periods.
    fn view(&self, known: usize, periods: usize, protection: usize) -> View {
        let options = Options {
            horizon: periods,
            censored: self.censored.get(..known).unwrap_or(self.censored),
            calendar: &(self.calendar)(known),
            levels: &[],
            cumulative: false,
            ..self.options.clone()
        };
        let history = &self.demand[..known];
        let is_known = history.iter().any(|units| units.is_finite());
        let forecast = if is_known { forecast(history, &options).mean } else { Vec::new() };
        let next = count_i64(known) - count_i64(self.start);
        let mean = expected(&forecast, self.levels[known], &self.season.factors(next, periods));
        View { mean, own: OwnError::of(&self.filled, &self.levels, known, protection) }
    }

    /// The periods before the replay, for learning, with outlooks over `periods` periods: the lead time and review of
    /// the terms, or the longest of all items. `None` with too short a history.
    pub fn past(&self, terms: &Terms, periods: usize) -> Option<Past> {
        let begin = self.demand.iter().position(|units| units.is_finite())?;
        let from = (begin + HISTORY_MIN).max(self.start.saturating_sub(PAST_PERIODS));
        let range = from..self.start;
        if range.is_empty() {
            return None;
        }
        let review = terms.review_periods.max(1);
        let protection = terms.lead_time_periods + review;
        let is_known = |period: usize| {
            self.demand[period].is_finite() && !self.censored.get(period).copied().unwrap_or(false)
        };
        Some(Past {
            demand: self.filled[range.clone()].to_vec(),
            is_known: range.clone().map(is_known).collect(),
            views: range.step_by(review).map(|known| self.view(known, periods, protection)).collect(),
            terms: *terms,
        })
    }

    /// Replays a policy from the first period of the replay to the end of the history, from `stock` or, if none is
    /// given, with the policy's own level on hand.
    pub fn replay(
        &self,
        policy: Policy,
        learned: &Learned,
        terms: &Terms,
        stock: Option<Stock>,
    ) -> (Stock, Vec<Period>) {
        let periods = terms.lead_time_periods + terms.review_periods.max(1);
        let errors = &learned.errors;
        let ahead = |known: usize| {
            let horizon = periods.max(errors.periods());
            let view = self.view(known, horizon, periods);
            let outlook = Outlook::new(view.mean, &view.own, learned.typical);
            let goal = match policy {
                Policy::Service(share) => Goal::CycleService(share),
                Policy::Fill(share) => Goal::FillRate(share),
                _ => learned.cost_goal(&outlook),
            };
            (goal, outlook)
        };
        // The outlook of the first review may determine the initial stock.
        let mut first = policy.looks_ahead().then(|| ahead(self.start));
        let level = |known: usize, first: Option<&(Goal, Outlook)>| {
            let history = &self.demand[..known];
            let level = match policy {
                Policy::Textbook(share) => textbook_level(history, periods, share),
                Policy::Cover(cover) => cover_level(history, cover),
                Policy::Fixed(rule) => rule.level(),
                Policy::Service(_) | Policy::Fill(_) | Policy::Cost => {
                    first.map_or(0.0, |(goal, outlook)| goal.level(outlook, errors, terms))
                }
            };
            if terms.is_whole { libm::ceil(level) } else { level }
        };
        let start = stock.unwrap_or_else(|| Stock::of(level(self.start, first.as_ref())));
        let begun = start.clone();
        let run = run(&self.demand[self.start..], start, terms, |period, stock| {
            let known = self.start + period;
            match policy {
                Policy::Fixed(rule) => rule.order(stock),
                Policy::Textbook(_) | Policy::Cover(_) => order_up_to(level(known, None), stock),
                Policy::Service(_) | Policy::Fill(_) | Policy::Cost => {
                    let (goal, outlook) = first.take().unwrap_or_else(|| ahead(known));
                    goal.order(&outlook, errors, stock, terms)
                }
            }
        });
        (begun, run)
    }
}
