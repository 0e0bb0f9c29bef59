//! The item page's view model.

use super::state::ItemState;
use contract::{ForecastRow, ItemAnswer, ItemRecord, Publication, item};

/// What an item's page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemModel {
    /// What was asked for.
    pub(crate) state: ItemState,
    /// What is known of the item.
    pub(crate) record: ItemRecord,
    /// What follows under the scenario.
    pub(crate) answer: ItemAnswer,
}

/// Periods of history that are drawn: a year.
const PERIODS_DRAWN: usize = 52;

impl ItemModel {
    /// Computes everything the page shows.
    pub(crate) fn new(publication: &Publication, record: ItemRecord, state: ItemState) -> Self {
        let answer = item(publication, &record, state.scenario);
        ItemModel { state, record, answer }
    }

    /// Shows another scenario, or more of the history, of the same item.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn show(&mut self, publication: &Publication, state: ItemState) {
        self.answer = item(publication, &self.record, state.scenario);
        self.state = state;
    }

    /// Whether the scenario differs from the settings.
    pub(crate) fn supposes(&self) -> bool {
        self.answer.scenario.scenario != self.answer.now.scenario
    }

    /// Periods drawn, past and to come.
    pub(crate) fn drawn(&self) -> &[ForecastRow] {
        let hidden = if self.state.all_history { 0 } else { self.past().saturating_sub(PERIODS_DRAWN) };
        &self.answer.rows[hidden..]
    }

    /// Periods of the history.
    pub(crate) fn past(&self) -> usize {
        self.record.units.len()
    }

    /// Whether the history is longer than the year that is drawn.
    pub(crate) fn has_more_history(&self) -> bool {
        self.past() > PERIODS_DRAWN
    }
}
