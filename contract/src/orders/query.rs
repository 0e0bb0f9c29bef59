//! The query for today's orders, with the same names in the page's URL and in the API.

use crate::error::BadParameter;
use crate::items::ItemsQuery;
use crate::query::QueryString;
use serde::{Deserialize, Serialize};

/// Today's orders, of the item-locations that a list of items would keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrdersQuery {
    /// Which item-locations, and which page of lines; its sorting does not matter.
    pub kept: ItemsQuery,
}

impl OrdersQuery {
    /// Reads the part of a query string that concerns orders.
    ///
    /// # Errors
    /// As [`ItemsQuery::from_query`].
    pub fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        let sort = ItemsQuery::default().sort;
        Ok(OrdersQuery { kept: ItemsQuery { sort, ..ItemsQuery::from_query(query)? } })
    }

    /// As a query string, without default values.
    pub fn to_query(&self) -> QueryString {
        self.kept.to_query()
    }
}
