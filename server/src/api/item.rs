//! `GET /api/v1/item`: one item-location, what to order and why, under the settings and under a scenario.

use super::Endpoint;
use contract::{ItemAnswer, ItemKey, item, scenario_from_query};

pub(super) const ENDPOINT: Endpoint<ItemAnswer> = Endpoint {
    path: "/api/v1/item",
    answer: |derived, query| {
        let scenario = scenario_from_query(query, "", &derived.publication.settings.scenario())?;
        let record = derived.item(&ItemKey::from_query(query)?)?;
        Ok(item(&derived.publication, &record, scenario))
    },
};
