//! Query strings: filters and scenarios in URLs.

use crate::error::{BadParameter, Reason};
use core::fmt;
use planning::bounds::{self, Bound};
use planning::what_if::{Formula, Scenario, ServiceType};

/// Prefix of the parameters of the second scenario, used for comparison.
pub const COMPARED_PREFIX: &str = "b.";

/// Scenario parameter for the type of its service level.
pub const SERVICE_TYPE: &str = "service_type";
/// Scenario parameter for the formula of reorder points.
pub const FORMULA: &str = "formula";

/// Length of an encoded value in a query string, where a byte beyond ASCII and most signs take three bytes.
pub fn address_bytes(value: &str) -> usize {
    form_urlencoded::byte_serialize(value.as_bytes()).map(str::len).sum()
}

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

    /// The same with a single new value for a name.
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

/// The scenario of a query string: `base` with the changes of the parameters under a prefix.
///
/// # Errors
/// A value that is not a number or is outside its bounds.
pub fn scenario_from_query(
    query: &QueryString,
    prefix: &str,
    base: &Scenario,
) -> Result<Scenario, BadParameter> {
    let mut values = base.values();
    for (bound, value) in bounds::SCENARIO.iter().zip(&mut values) {
        *value = number_from_query(query, prefix, bound)?.unwrap_or(*value);
    }
    Ok(Scenario {
        service_type: choice(query, prefix, SERVICE_TYPE, &ServiceType::ALL, ServiceType::name)?
            .unwrap_or(base.service_type),
        formula: choice(query, prefix, FORMULA, &Formula::ALL, Formula::name)?.unwrap_or(base.formula),
        ..base.with_values(values)
    })
}

/// A number within its bounds; `None` where the query has none.
///
/// # Errors
/// A value that is not a number or is outside its bounds.
pub fn number_from_query(
    query: &QueryString,
    prefix: &str,
    bound: &Bound,
) -> Result<Option<f64>, BadParameter> {
    let name = [prefix, bound.name].concat();
    let Some(text) = query.get(&name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let number: f64 = text.parse().map_err(|_| BadParameter::new(&name, text, "not_a_number"))?;
    if !bound.allows(number) {
        return Err(BadParameter::new(&name, text, beyond("not_between", bound)));
    }
    Ok(Some(number))
}

/// That a value is beyond the bounds of its parameter.
pub(crate) fn beyond(id: &'static str, bound: &Bound) -> Reason {
    let values = [("parameter", bound.name.to_owned())];
    let limits = [("least", bound.min.to_string()), ("most", bound.max.to_string())];
    Reason::new(id, values.into_iter().chain(limits))
}

/// One of several choices by name; `None` where the query has none.
fn choice<T: Copy>(
    query: &QueryString,
    prefix: &str,
    name: &str,
    all: &[T],
    name_of: fn(T) -> &'static str,
) -> Result<Option<T>, BadParameter> {
    let name = [prefix, name].concat();
    let Some(text) = query.get(&name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let chosen = all.iter().copied().find(|one| name_of(*one) == text);
    chosen.map(Some).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|one| name_of(*one)).collect();
        let (last, others) = names.split_last().unwrap_or((&"", &[]));
        let values = [("others", others.join(", ")), ("last", (*last).to_owned())];
        BadParameter::new(&name, text, Reason::new("choice", values))
    })
}

/// Names of all scenario parameters, in the order in which they are written.
pub fn scenario_names() -> impl Iterator<Item = &'static str> {
    bounds::SCENARIO.iter().map(|bound| bound.name).chain([SERVICE_TYPE, FORMULA])
}

/// Writes the changes of a scenario against `base` into a query string.
pub fn scenario_to_query(query: &mut QueryString, prefix: &str, scenario: &Scenario, base: &Scenario) {
    for ((bound, value), base) in bounds::SCENARIO.iter().zip(scenario.values()).zip(base.values()) {
        if value != base {
            query.push(&format!("{prefix}{}", bound.name), &value.to_string());
        }
    }
    if scenario.service_type != base.service_type {
        query.push(&format!("{prefix}{SERVICE_TYPE}"), scenario.service_type.name());
    }
    if scenario.formula != base.formula {
        query.push(&format!("{prefix}{FORMULA}"), scenario.formula.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn only_changes_are_written_and_read_back() {
        let base = Settings::default().scenario();
        let changed = Scenario {
            service_level: 0.98,
            review_days: 7.0,
            service_type: ServiceType::Fill,
            formula: Formula::Textbook,
            ..base
        };
        let mut query = QueryString::default();
        scenario_to_query(&mut query, "", &changed, &base);
        scenario_to_query(&mut query, COMPARED_PREFIX, &Scenario { demand_factor: 1.2, ..base }, &base);
        assert_eq!(
            query.to_string(),
            "service_level=0.98&review_days=7&service_type=fill&formula=textbook&b.demand_factor=1.2"
        );
        assert_eq!(scenario_from_query(&query, "", &base), Ok(changed));
        assert_eq!(scenario_from_query(&query, COMPARED_PREFIX, &base).map(|s| s.demand_factor), Ok(1.2));
    }

    #[test]
    fn bad_values_are_refused_with_their_bounds() {
        let base = Settings::default().scenario();
        for text in [
            "service_level=1",
            "service_level=95%25",
            "order_cost=-1",
            "review_days=NaN",
            "holding_rate=inf",
            "service_type=2",
            "formula=Textbook",
        ] {
            let error = scenario_from_query(&QueryString::parse(text), "", &base).expect_err(text);
            assert!(text.starts_with(&error.name), "{error:?}");
        }
    }
}
