//! The state in the URL of the what-if page.

use crate::islands::shared::filter::undated;
use contract::{
    BadParameter, COMPARED_PREFIX, Filter, QueryString, WhatIfQuery, number_from_query, scenario_from_query,
    scenario_names, scenario_to_query,
};
use planning::bounds;
use planning::what_if::Scenario;
use serde::{Deserialize, Serialize};

/// The what-if page's part of the query string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WhatIfState {
    /// Which item-locations count; dates mean nothing here and are left out.
    pub(crate) filter: Filter,
    /// The scenario.
    pub(crate) scenario: Scenario,
    /// The second scenario, if one is pinned beside it.
    pub(crate) compared: Option<Scenario>,
    /// Money in average stock; what the scenario's costs without it.
    pub(crate) stock_budget: Option<f64>,
}

impl WhatIfState {
    /// Reads a query string; what it does not say is as in `now`.
    ///
    /// # Errors
    /// A filter that cannot be, a parameter outside its bounds.
    pub(crate) fn from_query(query: &QueryString, now: &Scenario) -> Result<Self, BadParameter> {
        let compares = compared_names().any(|name| query.get(&name).is_some_and(|text| !text.is_empty()));
        let compared = compares.then(|| scenario_from_query(query, COMPARED_PREFIX, now));
        Ok(WhatIfState {
            filter: undated(&Filter::from_query(query)?),
            scenario: scenario_from_query(query, "", now)?,
            compared: compared.transpose()?,
            stock_budget: number_from_query(query, "", &bounds::STOCK_BUDGET)?,
        })
    }

    /// As a query string.
    pub(crate) fn to_query(&self, now: &Scenario) -> QueryString {
        let mut query = QueryString::default();
        self.filter.to_query(&mut query);
        scenario_to_query(&mut query, "", &self.scenario, now);
        if let Some(compared) = &self.compared {
            scenario_to_query(&mut query, COMPARED_PREFIX, compared, now);
        }
        if let Some(money) = self.stock_budget {
            query.push(bounds::STOCK_BUDGET.name, &money.to_string());
        }
        query
    }

    /// As a link within the page.
    pub(crate) fn href(&self, now: &Scenario) -> String {
        ["?", &self.to_query(now).to_string()].concat()
    }
}

impl From<&WhatIfState> for WhatIfQuery {
    fn from(state: &WhatIfState) -> Self {
        let WhatIfState { filter, scenario, compared, stock_budget } = state.clone();
        WhatIfQuery { filter, scenario, compared, stock_budget }
    }
}

/// Names of all parameters but the first scenario's and the filter's.
pub(super) fn other_names() -> impl Iterator<Item = String> {
    compared_names().chain([bounds::STOCK_BUDGET.name.to_owned()])
}

/// Names of the parameters of the second scenario.
fn compared_names() -> impl Iterator<Item = String> {
    scenario_names().map(|name| [COMPARED_PREFIX, name].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Settings;

    #[test]
    fn a_link_says_what_differs_from_now_and_reads_back() {
        let now = Settings::default().scenario();
        let check = |text: &str, canonical: &str| {
            let state = WhatIfState::from_query(&QueryString::parse(text), &now).expect(text);
            assert_eq!(state.to_query(&now).to_string(), canonical);
            let again = WhatIfState::from_query(&QueryString::parse(canonical), &now);
            assert_eq!(again, Ok(state));
        };
        check("", "");
        check("service_level=0.95&from=2011-01-01&class=A", "class=A");
        check("stock_budget=25000.5", "stock_budget=25000.5");
        check("service_level=0.98&b.review_days=7&b.order_cost=", "service_level=0.98&b.review_days=7");
    }

    #[test]
    fn a_bad_second_scenario_is_refused_by_name() {
        let now = Settings::default().scenario();
        let query = QueryString::parse("b.service_level=2");
        let error = WhatIfState::from_query(&query, &now).expect_err("refused");
        assert_eq!(error.name, "b.service_level");
    }
}
