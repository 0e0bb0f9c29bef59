//! Query strings: filters and scenarios as they stand in URLs.

use crate::error::BadParameter;
use core::fmt;
use planning::bounds;
use planning::what_if::Scenario;

/// Prefix of the parameters of the second scenario, the one compared with.
pub const COMPARED_PREFIX: &str = "b.";

/// The decoded pairs of a query string, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryString(Vec<(String, String)>);

impl QueryString {
    /// Decodes `a=1&b=2`, with or without a leading `?`.
    pub fn parse(text: &str) -> Self {
        let text = text.strip_prefix('?').unwrap_or(text);
        QueryString(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The pairs, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same with one value for a name, in place of what it had.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(other, _)| other != name);
        self.push(name, value);
        self
    }

    /// Adds a pair.
    pub fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for QueryString {
    /// Encoded, without a leading `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish())
    }
}

/// The scenario of a query string: `base` with what the parameters of that prefix change.
///
/// # Errors
/// A value that is no number or outside its bounds.
pub fn scenario_from_query(
    query: &QueryString,
    prefix: &str,
    base: &Scenario,
) -> Result<Scenario, BadParameter> {
    let mut values = base.values();
    for (bound, value) in bounds::SCENARIO.iter().zip(&mut values) {
        let name = format!("{prefix}{}", bound.name);
        let Some(text) = query.get(&name).filter(|text| !text.is_empty()) else {
            continue;
        };
        let number: f64 = text
            .parse()
            .map_err(|_| BadParameter::new(&name, text, "it is not a number; write it as in 0.95"))?;
        if !bound.allows(number) {
            let reason = format!(
                "a {} must be between {} and {} ({})",
                bound.phrase, bound.min, bound.max, bound.unit
            );
            return Err(BadParameter::new(&name, text, reason));
        }
        *value = number;
    }
    Ok(Scenario::from_values(values))
}

/// Writes what a scenario changes of `base` into a query string.
pub fn scenario_to_query(query: &mut QueryString, prefix: &str, scenario: &Scenario, base: &Scenario) {
    for ((bound, value), base) in bounds::SCENARIO.iter().zip(scenario.values()).zip(base.values()) {
        if value != base {
            query.push(&format!("{prefix}{}", bound.name), &value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn only_changes_are_written_and_read_back() {
        let base = Settings::default().scenario();
        let changed = Scenario { service_level: 0.98, review_days: 7.0, ..base };
        let mut query = QueryString::default();
        scenario_to_query(&mut query, "", &changed, &base);
        scenario_to_query(&mut query, COMPARED_PREFIX, &Scenario { demand_factor: 1.2, ..base }, &base);
        assert_eq!(query.to_string(), "service_level=0.98&review_days=7&b.demand_factor=1.2");
        assert_eq!(scenario_from_query(&query, "", &base), Ok(changed));
        assert_eq!(scenario_from_query(&query, COMPARED_PREFIX, &base).map(|s| s.demand_factor), Ok(1.2));
    }

    #[test]
    fn bad_values_are_refused_with_their_bounds() {
        let base = Settings::default().scenario();
        for text in
            ["service_level=1", "service_level=95%25", "order_cost=-1", "review_days=NaN", "holding_rate=inf"]
        {
            let error = scenario_from_query(&QueryString::parse(text), "", &base).expect_err(text);
            assert!(text.starts_with(&error.name), "{error}");
        }
    }
}
