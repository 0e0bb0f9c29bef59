//! `GET /api/v1/what-if`: one or two scenarios for a filter, beside what is.

use super::Endpoint;
use contract::{COMPARED_PREFIX, Filter, QueryString, WhatIfAnswer, scenario_from_query, what_if};
use planning::bounds;

pub(super) const ENDPOINT: Endpoint<WhatIfAnswer> = Endpoint {
    path: "/api/v1/what-if",
    answer: |derived, query| {
        let now = derived.publication.settings.scenario();
        let filter = Filter::from_query(query)?;
        let scenario = scenario_from_query(query, "", &now)?;
        let compared = match compares(query) {
            true => Some(scenario_from_query(query, COMPARED_PREFIX, &now)?),
            false => None,
        };
        Ok(what_if(&derived.publication, &derived.cube, &derived.plan, &filter, scenario, compared))
    },
};

/// Whether a second scenario is given.
fn compares(query: &QueryString) -> bool {
    let given =
        |name: &str| query.get(&format!("{COMPARED_PREFIX}{name}")).is_some_and(|text| !text.is_empty());
    bounds::SCENARIO.iter().any(|bound| given(bound.name))
}
