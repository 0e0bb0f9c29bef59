//! The items page's view model: the API's answer, and what can be chosen.

use crate::islands::shared::filter::Members;
use contract::{Derived, ItemsAnswer, ItemsQuery, OrderWeek};
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
    /// Where the list is sorted by what is to be ordered: how much that is today, beside a usual week.
    pub(crate) orders: Option<OrderWeek>,
}

impl ItemsModel {
    /// Computes everything the page shows.
    pub(crate) fn new(derived: &Derived, query: ItemsQuery) -> Self {
        let mut answer = contract::items(derived, &query);
        // The page's frame says what is simulated.
        answer.simulated = Vec::new();
        let is_of_orders = ["suggested_order", "order_by"].contains(&query.sort.column);
        let orders = is_of_orders.then(|| OrderWeek::kept(derived, &query));
        ItemsModel { orders, members: Members::of(&derived.cube), answer, query }
    }
}
