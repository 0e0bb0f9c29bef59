//! The items page's view model: the API's answer, and what can be chosen.

use crate::Derived;
use crate::islands::filter::Members;
use contract::{ItemsAnswer, ItemsQuery};
use serde::{Deserialize, Serialize};

/// What the items page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemsModel {
    /// What was asked for.
    pub(crate) query: ItemsQuery,
    /// Categories and locations.
    pub(crate) members: Members,
    /// The page of the list.
    pub(crate) answer: ItemsAnswer,
}

impl ItemsModel {
    /// Computes everything the page shows.
    pub(crate) fn new(derived: &Derived, query: ItemsQuery) -> Self {
        let Derived { publication, cube, plan, .. } = derived;
        let mut answer = contract::items(publication, cube, plan, &query);
        // The page's frame says what is simulated.
        answer.simulated = Vec::new();
        ItemsModel { members: Members::of(cube), answer, query }
    }
}
