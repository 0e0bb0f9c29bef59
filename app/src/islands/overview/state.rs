//! What the overview's URL says.

use super::figure::Figure;
use contract::{BadParameter, Cube, Filter, QueryString};
use planning::kpi::Known;
use serde::{Deserialize, Serialize};

/// The overview's part of the query string.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct OverviewState {
    /// What is kept.
    pub(crate) filter: Filter,
    /// What charts and breakdowns show.
    pub(crate) figure: Figure,
}

impl OverviewState {
    /// Reads a query string.
    ///
    /// # Errors
    /// A filter that cannot be, an unknown key figure.
    pub(crate) fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        let figure = query.get("kpi").filter(|id| !id.is_empty());
        Ok(OverviewState {
            filter: Filter::from_query(query)?,
            figure: figure.map_or(Ok(Figure::default()), Figure::parse)?,
        })
    }

    /// The same without dates that mean the default window, so that links stay short and follow the data. Where stock or
    /// costs are not known, turnover never is: the first of other figures that is known stands in its place.
    pub(crate) fn canonical(mut self, cube: &Cube) -> Self {
        let undated = Filter { from: None, to: None, ..self.filter.clone() };
        if cube.range(&self.filter) == cube.range(&undated) {
            self.filter = undated;
        }
        let Known { on_hand, cost, hours, revenue, .. } = cube.known;
        if self.figure == Figure::default() && !(on_hand && cost) {
            self.figure = match (on_hand || hours, revenue) {
                (true, _) => Figure::of("stockout_rate"),
                (false, true) => Figure::of("revenue"),
                (false, false) => Figure::UNITS,
            };
        }
        self
    }

    /// As a query string.
    pub(crate) fn to_query(&self) -> QueryString {
        let mut query = QueryString::default();
        self.filter.to_query(&mut query);
        if self.figure != Figure::default() {
            query.push("kpi", self.figure.id());
        }
        query
    }

    /// As a link within the page.
    pub(crate) fn href(&self) -> String {
        ["?", &self.to_query().to_string()].concat()
    }

    /// A link to the same with another filter.
    pub(crate) fn with_filter(&self, filter: &Filter) -> String {
        OverviewState { filter: filter.clone(), ..self.clone() }.href()
    }

    /// A link to the same with something else looked at.
    pub(crate) fn with_figure(&self, figure: Figure) -> String {
        OverviewState { figure, ..self.clone() }.href()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_round_trip_through_links() {
        for text in ["", "kpi=revenue", "from=2011-06-01&category=Bags&class=A&kpi=units"] {
            let state = OverviewState::from_query(&QueryString::parse(text)).expect(text);
            assert_eq!(state.href(), ["?", text].concat());
        }
        // The default need not be said.
        let state = OverviewState::from_query(&QueryString::parse("kpi=turnover&other=1")).expect("a state");
        assert_eq!(state.href(), "?");
    }

    #[test]
    fn an_unknown_figure_is_refused_with_the_known_ones() {
        let error = OverviewState::from_query(&QueryString::parse("kpi=x")).expect_err("refused");
        let names = error.reason.value("names").expect("names");
        assert!(names.contains("turnover") && names.contains("units"), "{names}");
    }
}
