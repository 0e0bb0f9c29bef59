//! The state in the URL of an item's page.

use crate::address::LIST;
use contract::{BadParameter, ItemKey, QueryString, scenario_from_query, scenario_to_query};
use planning::forecast::Method;
use planning::what_if::Scenario;
use serde::{Deserialize, Serialize};

/// Parameter that names a forecasting method to try.
const METHOD: &str = "method";
/// Parameter that chooses how much of the history is drawn.
const HISTORY: &str = "history";
/// Its value for all of it.
const ALL: &str = "all";

/// The item page's part of the query string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ItemState {
    /// Which item, where.
    pub(crate) key: ItemKey,
    /// The scenario.
    pub(crate) scenario: Scenario,
    /// A forecasting method to try beside the published forecast.
    pub(crate) method: Option<Method>,
    /// Whether all of the history is drawn, not only the last year.
    pub(crate) all_history: bool,
    /// The query of the list that it is opened from; none if it is from elsewhere.
    pub(crate) list: Option<String>,
}

impl ItemState {
    /// Reads a query string; what it does not say of the scenario is as in `now`.
    ///
    /// # Errors
    /// No item named, a parameter outside its bounds, no method of that name, another history than `all`.
    pub(crate) fn from_query(query: &QueryString, now: &Scenario) -> Result<Self, BadParameter> {
        let all_history = match query.get(HISTORY).filter(|text| !text.is_empty()) {
            None => false,
            Some(ALL) => true,
            Some(other) => {
                return Err(BadParameter::new(HISTORY, other, "history"));
            }
        };
        let method = query.get(METHOD).filter(|text| !text.is_empty());
        let known = |name: &str| {
            let method = tried().find(|method| method.name() == name);
            method.ok_or_else(|| BadParameter::new(METHOD, name, "method"))
        };
        let method = method.map(known).transpose()?;
        let key = ItemKey::from_query(query)?;
        let list = query.get(LIST).map(str::to_owned);
        Ok(ItemState { key, scenario: scenario_from_query(query, "", now)?, method, all_history, list })
    }

    /// As a query string.
    pub(crate) fn to_query(&self, now: &Scenario) -> QueryString {
        let mut query = QueryString::default();
        self.key.to_query(&mut query);
        scenario_to_query(&mut query, "", &self.scenario, now);
        if let Some(method) = self.method {
            query.push(METHOD, method.name());
        }
        if self.all_history {
            query.push(HISTORY, ALL);
        }
        if let Some(list) = &self.list {
            query.push(LIST, list);
        }
        query
    }

    /// As a link within the page.
    pub(crate) fn href(&self, now: &Scenario) -> String {
        ["?", &self.to_query(now).to_string()].concat()
    }
}

/// The methods that can be tried: not the ones that need other items, and not the one for no demand.
pub(super) fn tried() -> impl Iterator<Item = Method> {
    let is_alone = |method: &Method| {
        !matches!(
            method,
            Method::Zero
                | Method::MeanCombination
                | Method::MedianCombination
                | Method::WeightedCombination
                | Method::LevelAndSeason
        )
    };
    Method::ALL.into_iter().filter(is_alone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Settings;

    #[test]
    fn a_link_says_what_differs_from_now_and_reads_back() {
        let now = Settings::default().scenario();
        let check = |text: &str, canonical: &str| {
            let state = ItemState::from_query(&QueryString::parse(text), &now).expect(text);
            assert_eq!(state.to_query(&now).to_string(), canonical);
            assert_eq!(ItemState::from_query(&QueryString::parse(canonical), &now), Ok(state));
        };
        check("location=uk&sku=a%26b&service_level=0.95&class=A", "sku=a%26b&location=uk");
        check("sku=1&location=uk&review_days=7&history=all", "sku=1&location=uk&review_days=7&history=all");
        check("sku=1&location=uk&history=&method=", "sku=1&location=uk");
        check("history=all&method=theta&sku=1&location=uk", "sku=1&location=uk&method=theta&history=all");
        check("list=status%3Dfine&sku=1&location=uk", "sku=1&location=uk&list=status%3Dfine");
        check("sku=1&location=uk&list=", "sku=1&location=uk&list=");
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let now = Settings::default().scenario();
        let check = |text: &str, name: &str| {
            let error = ItemState::from_query(&QueryString::parse(text), &now).expect_err(text);
            assert_eq!(error.name, name, "{text}");
        };
        check("location=uk", "sku");
        check("sku=1", "location");
        check("sku=1&location=uk&history=some", "history");
        check("sku=1&location=uk&method=weighted_combination", "method");
        check("sku=1&location=uk&service_level=2", "service_level");
    }
}
