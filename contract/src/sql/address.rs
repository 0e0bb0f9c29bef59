//! Queries in addresses: how texts become values of parameters, and which saved query and which order they name.

use super::{SavedQuery, SqlParameters, SqlRequest, SqlSort, SqlValue};
use crate::error::{BadParameter, Reason};
use std::collections::BTreeMap;
use std::fmt;

impl SqlRequest {
    /// A query with texts as the values of its parameters: empty for NULL, numbers where its saved query says so.
    pub fn of_texts<'a>(
        sql: &str,
        saved: Option<&SavedQuery>,
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let value = |(name, text): (&str, &str)| {
            let known = saved.and_then(|saved| saved.parameter(name));
            (name.to_owned(), known.map_or_else(|| SqlValue::of_text(text), |known| known.value_of(text)))
        };
        let parameters = SqlParameters::of_named(texts.into_iter().map(value));
        SqlRequest { sql: sql.to_owned(), parameters, ..SqlRequest::default() }
    }
}

impl SqlParameters {
    /// Values by their names, by places if every name is a number.
    fn of_named(values: impl IntoIterator<Item = (String, SqlValue)>) -> Self {
        let named: BTreeMap<String, SqlValue> = values.into_iter().collect();
        let is_place = |name: &String| name.bytes().all(|letter| letter.is_ascii_digit());
        if !named.keys().all(is_place) {
            return SqlParameters::Named(named);
        }
        let of_place = |place: usize| named.get(&place.to_string()).cloned().unwrap_or(SqlValue::Missing);
        SqlParameters::Positional((1..=named.len()).map(of_place).collect())
    }
}

impl SavedQuery {
    /// The saved query that an address names.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn named<'a>(all: &'a [SavedQuery], name: &str) -> Result<&'a SavedQuery, BadParameter> {
        all.iter().find(|saved| saved.name == name).ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|saved| saved.name.as_str()).collect();
            BadParameter::new("query", name, Reason::one_of("kpi", &names))
        })
    }

    /// The text of a parameter: the one given, or else the query's own.
    pub fn text_of<'a>(&'a self, name: &str, given: Option<&'a str>) -> &'a str {
        let own = || self.parameter(name).map(|parameter| &*parameter.value);
        given.filter(|text| !text.is_empty()).or_else(own).unwrap_or_default()
    }
}

impl SqlSort {
    /// Reads `2` or `-2`: by the second column, the largest last or first.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, descending) = text.strip_prefix('-').map_or((text, false), |digits| (digits, true));
        let column = digits.parse().ok().filter(|column| *column > 0)?;
        Some(SqlSort { column, descending })
    }
}

impl fmt::Display for SqlSort {
    /// As [`SqlSort::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.descending {
            f.write_str("-")?;
        }
        self.column.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_an_address_are_bound_by_place_or_by_name() {
        let text = |text: &str| SqlValue::Text(text.to_owned());
        let check = |texts: &[(&str, &str)], expected: SqlParameters| {
            let request = SqlRequest::of_texts("select 1", None, texts.iter().copied());
            assert_eq!(request.parameters, expected, "{texts:?}");
        };
        check(&[("2", "b"), ("1", "a")], SqlParameters::Positional(vec![text("a"), text("b")]));
        let named = [("sku".to_owned(), text("22423")), ("since".to_owned(), SqlValue::Missing)];
        check(&[("sku", "22423"), ("since", "")], SqlParameters::Named(named.into()));
        // A place that nobody could fill takes no room.
        check(&[("999999999", "x")], SqlParameters::Positional(vec![SqlValue::Missing]));
        check(&[], SqlParameters::default());
    }

    #[test]
    fn a_saved_query_says_what_is_a_number_and_what_nobody_gave() {
        let saved =
            SavedQuery::read("slow", "-- parameter days: number = 90\nselect $days, $sku").expect("a head");
        let texts =
            ["days", "sku"].map(|name| (name, saved.text_of(name, Some("7").filter(|_| name == "sku"))));
        let request = SqlRequest::of_texts(&saved.sql, Some(&saved), texts);
        let expected =
            [("days".to_owned(), SqlValue::Whole(90)), ("sku".to_owned(), SqlValue::Text("7".into()))];
        assert_eq!(request.parameters, SqlParameters::Named(expected.into()));
        assert_eq!(saved.text_of("days", Some("")), "90");
        assert!(SavedQuery::named(&[saved], "fast").is_err_and(|bad| bad.name == "query"));
    }

    #[test]
    fn an_order_is_a_column_with_or_without_a_minus() {
        for (text, column, descending) in [("2", 2, false), ("-11", 11, true)] {
            let read = SqlSort::parse(text).expect(text);
            assert_eq!((read, read.to_string()), (SqlSort { column, descending }, text.to_owned()));
        }
        assert!(["", "0", "-", "--1", "units", "1.5"].iter().all(|text| SqlSort::parse(text).is_none()));
    }
}
