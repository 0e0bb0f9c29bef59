//! The items page's view model: the API's answer, and what can be chosen.

use super::shown::Shown;
use crate::islands::shared::filter::Members;
use contract::{BadParameter, Derived, ItemRow, ItemsAnswer, ItemsQuery, Only, OrderWeek, QueryString};
use serde::{Deserialize, Serialize};

/// Suppliers that the menu offers: those of most item-locations, so that a page stays small. The search finds the others.
#[cfg(feature = "ssr")]
const SUPPLIERS_MAX: usize = 250;

/// What the page's address asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemsState {
    /// Which item-locations, in which order.
    pub(crate) query: ItemsQuery,
    /// Which columns.
    pub(crate) shown: Shown,
}

impl ItemsState {
    /// Reads a query string.
    ///
    /// # Errors
    /// As [`ItemsQuery::from_query`].
    pub(crate) fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        Ok(ItemsState { query: ItemsQuery::from_query(query)?, shown: Shown::from_query(query) })
    }

    /// As a query string, without default values.
    pub(crate) fn to_query(&self) -> QueryString {
        let mut query = self.query.to_query();
        self.shown.to_query(&mut query);
        query
    }
}

/// What the items page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemsModel {
    /// What was asked for.
    pub(crate) query: ItemsQuery,
    /// Which columns.
    pub(crate) shown: Shown,
    /// Categories and locations.
    pub(crate) members: Members,
    /// Suppliers, by name.
    pub(crate) suppliers: Vec<String>,
    /// The page of the list.
    pub(crate) answer: ItemsAnswer,
    /// Rows that somebody picked, on whatever page, in the order of picking.
    pub(crate) picked: Vec<ItemRow>,
    /// Where the list is about what is to be ordered: how much that is today, beside a usual week.
    pub(crate) orders: Option<OrderWeek>,
}

impl ItemsModel {
    /// Computes everything the page shows.
    #[cfg(feature = "ssr")]
    pub(crate) fn new(derived: &Derived, state: ItemsState) -> Self {
        Self::among(derived, state, suppliers(derived))
    }

    /// The same, where the suppliers are known: they do not depend on what is kept.
    pub(crate) fn among(derived: &Derived, state: ItemsState, suppliers: Vec<String>) -> Self {
        let ItemsState { query, shown } = state;
        let mut answer = contract::items(derived, &query);
        // The page's frame says what is simulated.
        answer.simulated = Vec::new();
        let sorts = ["suggested_order", "suggested_value", "order_by"];
        let is_of_orders = query.only == Some(Only::Order) || sorts.contains(&query.sort.column);
        let orders = is_of_orders.then(|| OrderWeek::kept(derived, &query));
        let (members, picked) = (Members::of(&derived.cube), Vec::new());
        ItemsModel { orders, members, suppliers, picked, answer, query, shown }
    }

    /// Whether a row is picked.
    pub(super) fn has_picked(&self, row: &ItemRow) -> bool {
        self.picked.iter().any(|picked| picked.sku == row.sku && picked.location == row.location)
    }

    /// Picks a row of the page, or puts it back.
    #[cfg(feature = "hydrate")]
    pub(crate) fn pick(&mut self, place: usize) {
        let Some(row) = self.answer.items.get(place) else { return };
        match self.has_picked(row) {
            true => {
                let other = |picked: &ItemRow| picked.sku != row.sku || picked.location != row.location;
                self.picked.retain(other);
            }
            false => self.picked.push(row.clone()),
        }
    }

    /// A link within the page to another list, with the same columns.
    pub(super) fn href(&self, query: &ItemsQuery) -> String {
        let state = ItemsState { query: query.clone(), shown: self.shown };
        ["?", &state.to_query().to_string()].concat()
    }
}

#[cfg(feature = "ssr")]
fn suppliers(derived: &Derived) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for name in derived.plan.items.supplier.iter().filter(|name| !name.is_empty()) {
        *counts.entry(name).or_default() += 1;
    }
    let mut most: Vec<_> = counts.into_iter().collect();
    if most.len() > SUPPLIERS_MAX {
        most.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
        most.truncate(SUPPLIERS_MAX);
        most.sort_unstable();
    }
    most.into_iter().map(|(name, _)| name.to_owned()).collect()
}
