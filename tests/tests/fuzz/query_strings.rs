//! Query strings: any text is a query, and what a query says survives being written into an address.

use super::corpus::Corpus;
use super::target::{Outcome, fuzz};
use contract::{
    BadParameter, COMPARED_PREFIX, Filter, ItemKey, ItemsQuery, QueryString, Settings, scenario_from_query,
    scenario_to_query,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

const WORDS: [&str; 20] = [
    "&",
    "=",
    "%",
    "+",
    "?",
    "%00",
    "%FF",
    "%2B",
    "%26",
    "from=",
    "to=",
    "class=A",
    "sort=-",
    "page=",
    "status=excess",
    "b.demand_factor=",
    "service_level=0.9",
    "1e308",
    "-0",
    "NaN",
];

#[test]
fn what_a_query_says_survives_being_written() {
    let corpus = Corpus::new(&WORDS).lines("tests/fixtures/fuzz/query_strings.txt");
    let base = Settings::default().scenario();
    fuzz("query_strings", 20_000, &corpus, |input| {
        let query = QueryString::parse(&input.text());
        prop_assert_eq!(&QueryString::parse(&query.to_string()), &query);
        survives(&query, Filter::from_query, |filter| {
            let mut written = QueryString::default();
            filter.to_query(&mut written);
            written
        })?;
        survives(&query, ItemsQuery::from_query, ItemsQuery::to_query)?;
        for prefix in ["", COMPARED_PREFIX] {
            survives(
                &query,
                |query| scenario_from_query(query, prefix, &base),
                |scenario| {
                    let mut written = QueryString::default();
                    scenario_to_query(&mut written, prefix, scenario, &base);
                    written
                },
            )?;
        }
        if let Ok(key) = ItemKey::from_query(&query) {
            let mut written = QueryString::default();
            key.to_query(&mut written);
            prop_assert_eq!(ItemKey::from_query(&reread(&written)), Ok(key));
        }
        Ok(Outcome::Taken)
    });
}

/// What is read from a query is read again from what it is written to; a refusal names a parameter of the query and its
/// value.
fn survives<T: PartialEq + std::fmt::Debug>(
    query: &QueryString,
    read: impl Fn(&QueryString) -> Result<T, BadParameter>,
    write: impl Fn(&T) -> QueryString,
) -> TestCaseResult {
    match read(query) {
        Ok(said) => prop_assert_eq!(read(&reread(&write(&said))), Ok(said)),
        Err(BadParameter { name, value, reason }) => {
            // It is shortened.
            let is_given = query.all(&name).any(|given| given.trim().starts_with(value.trim()));
            prop_assert!(is_given, "{name} is not {value:?} ({reason:?})");
        }
    }
    Ok(())
}

/// The query as the next page reads it from its address.
fn reread(query: &QueryString) -> QueryString {
    QueryString::parse(&query.to_string())
}
