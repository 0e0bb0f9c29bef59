//! Filters by date, category, location and class, with the same names in URLs and in the API.

use crate::error::{BadParameter, Reason};
use crate::query::QueryString;
use planning::day::Day;
use planning::segment::AbcClass;
use serde::{Deserialize, Serialize};

/// A filter. An empty list keeps everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// First date kept.
    pub from: Option<Day>,
    /// Last date kept.
    pub to: Option<Day>,
    /// Category names.
    pub category: Vec<String>,
    /// Location ids.
    pub location: Vec<String>,
    /// ABC classes.
    pub class: Vec<AbcClass>,
}

impl Filter {
    /// The filter in a query string; other parameters are ignored.
    ///
    /// # Errors
    /// An invalid date, a window that ends before it begins, a class other than A, B and C.
    pub fn from_query(query: &QueryString) -> Result<Self, BadParameter> {
        let day = |name| match query.get(name).filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => {
                text.parse::<Day>().map(Some).map_err(|_| BadParameter::new(name, text, "not_a_date"))
            }
        };
        let (from, to) = (day("from")?, day("to")?);
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            let reason = Reason::new("ends_before_it_begins", [("first", first.to_string())]);
            return Err(BadParameter::new("to", &last.to_string(), reason));
        }
        let class = |text: &str| {
            let found = AbcClass::ALL.into_iter().find(|class| class.name() == text);
            found.ok_or_else(|| BadParameter::new("class", text, "class"))
        };
        Ok(Filter {
            from,
            to,
            category: names(query, "category"),
            location: names(query, "location"),
            class: query.all("class").filter(|text| !text.is_empty()).map(class).collect::<Result<_, _>>()?,
        })
    }

    /// Writes the filter into a query string.
    pub fn to_query(&self, query: &mut QueryString) {
        for (name, day) in [("from", self.from), ("to", self.to)] {
            if let Some(day) = day {
                query.push(name, &day.to_string());
            }
        }
        for name in &self.category {
            query.push("category", name);
        }
        for name in &self.location {
            query.push("location", name);
        }
        for class in &self.class {
            query.push("class", class.name());
        }
    }
}

/// Every value of a name that is not empty.
pub(crate) fn names(query: &QueryString, name: &str) -> Vec<String> {
    query.all(name).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let text = "from=2011-01-01&to=2011-12-09&category=Bags+%26+Purses&category=Candles&location=uk&class=A&class=C";
        let filter = Filter::from_query(&QueryString::parse(text)).expect("a filter");
        assert_eq!(filter.category, ["Bags & Purses", "Candles"]);
        let mut query = QueryString::default();
        filter.to_query(&mut query);
        assert_eq!(query.to_string(), text);
    }

    #[test]
    fn refusals_name_the_parameter() {
        for (text, name) in [
            ("from=yesterday", "from"),
            ("to=2011-02-30", "to"),
            ("from=2011-02-02&to=2011-02-01", "to"),
            ("class=D", "class"),
        ] {
            assert_eq!(Filter::from_query(&QueryString::parse(text)).expect_err(text).name, name);
        }
        assert_eq!(
            Filter::from_query(&QueryString::parse("from=&class=&order_cost=7")),
            Ok(Filter::default())
        );
    }
}
