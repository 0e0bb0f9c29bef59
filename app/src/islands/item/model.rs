//! The item page's view model.

use super::state::ItemState;
use contract::{Action, Facts, ForecastRow, ItemAnswer, ItemRecord, Trial, item};
use planning::forecast::{Components, components};
use planning::periods::Step;
use planning::stock::Status;

/// What an item's page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemModel {
    /// What was asked for.
    pub(crate) state: ItemState,
    /// What is known of the item.
    pub(crate) record: ItemRecord,
    /// What follows under the scenario.
    pub(crate) answer: ItemAnswer,
    /// What its demand and its forecast are made of, if the history is long enough.
    pub(crate) components: Option<Components>,
    /// What the method that is tried forecasts, once it is computed.
    pub(crate) trial: Option<Trial>,
    /// Whether the page was opened with something supposed, so that it shows by what.
    pub(crate) is_opened: bool,
    /// Whether it was opened with another method tried.
    pub(crate) tries: bool,
}

/// Years of history that are drawn, by weeks and by months.
const YEARS_DRAWN: [usize; 2] = [1, 3];

impl ItemModel {
    /// Computes everything the page shows.
    pub(crate) fn new(facts: &Facts, record: ItemRecord, state: ItemState, trial: Option<Trial>) -> Self {
        let answer = item(facts, &record, state.scenario);
        let units: Vec<f64> = record.series.units.iter().map(|units| f64::from(*units)).collect();
        let season = record.periods.step.periods_a_year();
        let components = components(&units, &record.series.forecast.mean, season);
        let is_opened = answer.scenario.scenario != answer.now.scenario;
        let tries = state.method.is_some();
        ItemModel { state, record, answer, components, trial, is_opened, tries }
    }

    /// Shows another scenario, or more of the history, of the same item.
    #[cfg(feature = "hydrate")]
    pub(crate) fn show(&mut self, facts: &Facts, state: ItemState) {
        self.answer = item(facts, &self.record, state.scenario);
        self.trial = self.trial.take().filter(|trial| Some(trial.method) == state.method);
        self.state = state;
    }

    /// Whether the scenario differs from the settings.
    pub(crate) fn supposes(&self) -> bool {
        self.answer.scenario.scenario != self.answer.now.scenario
    }

    /// Whether the status is said: "fine" beside an order that is due would contradict it.
    pub(crate) fn says_status(&self) -> bool {
        self.answer.status != Status::Fine || self.answer.scenario.advice.action != Action::OrderNow
    }

    /// Whether the item is stocked, now or under the scenario: otherwise no policy has numbers.
    pub(crate) fn has_policy(&self) -> bool {
        self.answer.now.parts.is_some() || self.answer.scenario.parts.is_some()
    }

    /// Periods drawn, past and to come.
    pub(crate) fn drawn(&self) -> &[ForecastRow] {
        &self.answer.rows[self.hidden()..]
    }

    /// Periods of the history that are not drawn.
    pub(crate) fn hidden(&self) -> usize {
        if self.state.all_history { 0 } else { self.past().saturating_sub(self.periods_drawn()) }
    }

    /// Periods of the history.
    pub(crate) fn past(&self) -> usize {
        self.record.series.units.len()
    }

    /// For each period drawn that is to come, units demanded in the same weeks a year before: none where the item had
    /// not sold by then, and for periods past.
    pub(crate) fn year_before(&self) -> Vec<Option<f64>> {
        let (hidden, past) = (self.hidden(), self.past());
        let season = self.record.periods.step.periods_a_year();
        let born = self.record.series.units.iter().position(|units| *units > 0.0).unwrap_or(past);
        let before = |drawn: usize| {
            let period = (hidden + drawn).checked_sub(season).filter(|period| *period >= born)?;
            if hidden + drawn < past { None } else { self.answer.rows.get(period)?.units }
        };
        (0..self.drawn().len()).map(before).collect()
    }

    /// From one period to the next.
    pub(crate) fn step(&self) -> Step {
        self.record.periods.step
    }

    fn periods_drawn(&self) -> usize {
        YEARS_DRAWN[self.step() as usize] * self.step().periods_a_year()
    }

    /// Whether the history is longer than what is drawn.
    pub(crate) fn has_more_history(&self) -> bool {
        self.past() > self.periods_drawn()
    }
}
