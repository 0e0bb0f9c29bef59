//! What is said of a refusal: its cause and its remedy, by its code and its facts, in the language that is drawn.

use crate::language::{self, Language};
use crate::{reason, text};
use contract::{BadParameter, Reason, UnknownItem};

/// What went wrong.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: &'a str,
    /// What is special about this one.
    pub about: About<'a>,
}

/// The facts of a refusal.
#[derive(Clone, Debug)]
pub enum About<'a> {
    /// A parameter that cannot be used.
    Parameter(&'a BadParameter),
    /// An item that is not there: the page links to where it is.
    Item(&'a UnknownItem),
    /// What is wrong with the request, by the name of the reason.
    Why(&'static str),
    /// Values by their names; none for most.
    Values(Vec<(&'static str, String)>),
}

/// Cause and remedy of a refusal, a sentence each, in English.
pub fn refusal_in_english(refusal: &Refusal<'_>) -> (String, String) {
    language::within(Language::En, || {
        let text::Refusal { cause, remedy } = words(refusal);
        (cause, remedy)
    })
}

/// Why a parameter cannot be used, in English.
pub fn reason_in_english(why: &Reason) -> String {
    language::within(Language::En, || reason::words(why))
}

/// Cause and remedy; a code that no catalogue has is said as it is.
pub(crate) fn words(refusal: &Refusal<'_>) -> text::Refusal {
    let (code, values) = match &refusal.about {
        About::Parameter(bad) => (refusal.code, vec![("why", reason::bad_parameter(bad))]),
        About::Item(unknown) => places(unknown),
        About::Why(why) => (refusal.code, vec![("why", reason::words(&Reason::from(*why)))]),
        About::Values(values) => (refusal.code, values.clone()),
    };
    let value = |name: &str| {
        let found = values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let known = text::refusal(code, &value);
    known.unwrap_or_else(|| text::Refusal { cause: code.to_owned(), remedy: String::new() })
}

/// Characters of a name that a sentence repeats at most.
const NAME_LETTERS: usize = 80;
/// Number of locations that a sentence names.
const PLACES_NAMED: usize = 5;

/// Which sentence says where an item is, with its values.
fn places(unknown: &UnknownItem) -> (&'static str, Vec<(&'static str, String)>) {
    let shortened = |name: &str| name.chars().take(NAME_LETTERS).collect::<String>();
    let named = unknown.elsewhere.iter().take(PLACES_NAMED).map(|place| ["`", place, "`"].concat());
    let places = named.collect::<Vec<_>>().join(text::list_comma());
    let more = unknown.elsewhere.len().saturating_sub(PLACES_NAMED);
    let code = match (unknown.elsewhere.is_empty(), more) {
        (true, _) if unknown.key.location.is_empty() => "unknown-sku",
        (true, _) => "unknown-item",
        (false, 0) => "unknown-item-elsewhere",
        (false, _) => "unknown-item-in-many",
    };
    let values = vec![
        ("sku", shortened(&unknown.key.sku)),
        ("location", shortened(&unknown.key.location)),
        ("places", places),
        ("more", more.to_string()),
    ];
    (code, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::ItemKey;

    fn said(language: Language, refusal: &Refusal<'_>) -> (String, String) {
        language::within(language, || {
            let text::Refusal { cause, remedy } = words(refusal);
            (cause, remedy)
        })
    }

    #[test]
    fn a_parameter_is_refused_in_each_language_by_its_bounds() {
        let values = [
            ("parameter", "service_level".to_owned()),
            ("least", "0.5".to_owned()),
            ("most", "0.999".to_owned()),
        ];
        let bad = BadParameter::new("service_level", "2", Reason::new("not_between", values));
        let refusal = Refusal { status: 400, code: "bad-parameter", about: About::Parameter(&bad) };
        let (cause, _) = said(Language::En, &refusal);
        assert_eq!(
            cause,
            "Parameter `service_level` is `2`: a service level must be between 0.5 and 0.999 (fraction)."
        );
        for language in Language::ALL.iter().filter(|language| **language != Language::En) {
            let (other, remedy) = said(*language, &refusal);
            assert!(other.contains("`service_level`") && other.contains("0.999"), "{other}");
            assert!(!other.contains("between") && !remedy.is_empty(), "{other}");
        }
    }

    #[test]
    fn an_item_is_said_to_be_where_it_is() {
        let mut unknown =
            UnknownItem { key: ItemKey { sku: "S1".into(), location: "uk".into() }, elsewhere: Vec::new() };
        let mut check = |elsewhere: &[&str], expected: &str| {
            unknown.elsewhere = elsewhere.iter().map(|place| (*place).to_owned()).collect();
            let refusal = Refusal { status: 404, code: "unknown-item", about: About::Item(&unknown) };
            assert_eq!(refusal_in_english(&refusal).0, expected);
        };
        check(&[], "There is no item `S1` at location `uk`.");
        check(&["a", "b"], "There is no item `S1` at location `uk`, but at `a`, `b`.");
        check(
            &["a", "b", "c", "d", "e", "f"],
            "There is no item `S1` at location `uk`, but at `a`, `b`, `c`, `d`, `e` and 1 more.",
        );
        unknown.key.location.clear();
        unknown.elsewhere.clear();
        let refusal = Refusal { status: 404, code: "unknown-item", about: About::Item(&unknown) };
        assert_eq!(refusal_in_english(&refusal).0, "There is no item `S1`.");
        unknown.key.sku = "é".repeat(5_000);
        let refusal = Refusal { status: 404, code: "unknown-item", about: About::Item(&unknown) };
        assert_eq!(refusal_in_english(&refusal).0.matches('é').count(), 80, "no more of it is repeated");
    }
}
