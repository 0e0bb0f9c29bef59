//! `GET /api/v1/items`: a page of item-locations.

use super::Endpoint;
use contract::{ItemsAnswer, ItemsQuery, items};

pub(super) const ENDPOINT: Endpoint<ItemsAnswer> = Endpoint {
    path: "/api/v1/items",
    answer: |derived, query| {
        let query = ItemsQuery::from_query(query)?;
        Ok(items(&derived.publication, &derived.cube, &derived.plan, &query))
    },
};
