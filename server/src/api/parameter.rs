//! Parameters of the API: their names, their values, and the check that a query has no others.
//!
//! Pages ignore unknown parameters, because links pick them up on their way. The API refuses them, because a program
//! that misspells one would mistake the answer for the one it asked for.

use super::wanted::{DIALECT, FORMAT};
use crate::refusal::Refusal;
use crate::table::{Representation, dialect_names};
use contract::{AbcClass, COMPARED_PREFIX, FORMULA, QueryString, SERVICE_TYPE};
use planning::bounds::{self, Bound};
use planning::convert::whole_usize;
use planning::what_if::{Formula, ServiceType};
use serde_json::{Value, json};
use std::borrow::Cow;

/// One parameter of the query string. An empty value counts as absent, because forms send their empty fields.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Name.
    pub(crate) name: Cow<'static, str>,
    /// Its meaning, with the default.
    pub(crate) about: Cow<'static, str>,
    /// The values that it may have.
    pub(crate) kind: Kind,
    /// Whether it is required.
    pub(crate) required: bool,
}

/// Longest name: two of them, with twelve bytes for each character, fit into the longest address.
const NAME_LETTERS_MAX: usize = 300;

/// The values that a parameter may have. Only `Names` and `Choices` may be repeated.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A date.
    Date,
    /// Any text, repeated for several.
    Names,
    /// Some of these texts, repeated for several.
    Choices(Vec<&'static str>),
    /// One of these texts.
    Choice(Vec<Cow<'static, str>>),
    /// Any text of at most so many characters.
    Text(usize),
    /// A real number within limits.
    Number(Bound),
    /// A whole number within limits.
    Whole(Bound),
}

impl Parameter {
    /// A parameter.
    pub(crate) fn new(name: &'static str, about: &'static str, kind: Kind) -> Self {
        Parameter { name: name.into(), about: about.into(), kind, required: false }
    }

    /// Whether it may have several values.
    pub(crate) fn may_be_repeated(&self) -> bool {
        matches!(self.kind, Kind::Names | Kind::Choices(_))
    }

    /// JSON Schema of one value.
    pub(crate) fn value_schema(&self) -> Value {
        match &self.kind {
            Kind::Date => json!({ "type": "string", "format": "date" }),
            Kind::Names => json!({ "type": "string" }),
            Kind::Choices(choices) => json!({ "type": "string", "enum": choices }),
            Kind::Choice(choices) => json!({ "type": "string", "enum": choices }),
            Kind::Text(letters_max) => {
                json!({ "type": "string", "minLength": usize::from(self.required), "maxLength": letters_max })
            }
            Kind::Whole(bound) => {
                let (min, max) = (whole_usize(bound.min), whole_usize(bound.max));
                json!({ "type": "integer", "minimum": min, "maximum": max })
            }
            Kind::Number(bound) => json!({ "type": "number", "minimum": bound.min, "maximum": bound.max }),
        }
    }
}

/// Which item-locations are kept.
pub(super) fn filter() -> Vec<Parameter> {
    let classes = AbcClass::ALL.map(AbcClass::name).to_vec();
    vec![
        Parameter::new("category", "Categories to keep; all by default.", Kind::Names),
        Parameter::new("location", "Ids of locations to keep; all by default.", Kind::Names),
        Parameter::new(
            "class",
            "ABC classes to keep, by annual consumption value at cost (unknown for items without one); all by default.",
            Kind::Choices(classes),
        ),
    ]
}

/// Which days are kept.
pub(super) fn window() -> Vec<Parameter> {
    vec![
        Parameter::new(
            "from",
            "First day to keep, snapped to whole periods; by default a year before the last day.",
            Kind::Date,
        ),
        Parameter::new(
            "to",
            "Last day to keep, not before `from`; by default the last complete day.",
            Kind::Date,
        ),
    ]
}

/// The refusal of an endpoint about one item-location for an unknown one.
pub(super) const UNKNOWN_ITEM: (&str, &str) = ("404", "There is no such item at that location.");

/// Which item-location is meant.
pub(super) fn item() -> Vec<Parameter> {
    let name = |name, about| Parameter {
        required: true,
        ..Parameter::new(name, about, Kind::Text(NAME_LETTERS_MAX))
    };
    vec![name("sku", "Stock keeping unit."), name("location", "Id of the location.")]
}

/// Dates where they change nothing, so that a page's whole query can be passed on.
pub(super) fn no_window() -> Vec<Parameter> {
    let about = "A date, which changes nothing here because a scenario concerns coming days.";
    ["from", "to"].map(|name| Parameter::new(name, about, Kind::Date)).to_vec()
}

/// The scenario; by default the publication's settings.
pub(crate) fn scenario() -> Vec<Parameter> {
    assumptions("")
}

/// The second scenario, for comparison.
pub(super) fn compared() -> Vec<Parameter> {
    assumptions(COMPARED_PREFIX)
}

/// The stock budget.
pub(crate) fn stock_budget() -> Vec<Parameter> {
    let about =
        "Budget for average stock at cost, spent in two ways; by default the cost of the scenario’s stock.";
    vec![Parameter::new(bounds::STOCK_BUDGET.name, about, Kind::Number(bounds::STOCK_BUDGET))]
}

fn assumptions(prefix: &str) -> Vec<Parameter> {
    let choice = |name: &str, about: &'static str, names: [&'static str; 2]| Parameter {
        name: format!("{prefix}{name}").into(),
        about: about.into(),
        kind: Kind::Choice(names.map(Cow::from).to_vec()),
        required: false,
    };
    let numbers = bounds::SCENARIO.iter().map(|bound| assumption(bound, prefix));
    let choices = [
        choice(
            SERVICE_TYPE,
            "What the service level promises: the share of replenishment cycles without a stockout, or of units \
             filled from stock. By default cycles.",
            ServiceType::ALL.map(ServiceType::name),
        ),
        choice(
            FORMULA,
            "Reorder points that cover what is sold before the next review, or the textbook’s, which do not. By \
             default corrected.",
            Formula::ALL.map(Formula::name),
        ),
    ];
    numbers.chain(choices).collect()
}

fn assumption(bound: &Bound, prefix: &str) -> Parameter {
    let of = if prefix.is_empty() { "" } else { " in the second scenario, for comparison" };
    Parameter {
        name: format!("{prefix}{}", bound.name).into(),
        about: format!("The {}{of}; unit: {}. By default today’s value.", bound.phrase, bound.unit).into(),
        kind: Kind::Number(*bound),
        required: false,
    }
}

/// Parameters of every endpoint.
pub(super) fn common() -> Vec<Parameter> {
    let about = "Representation, instead of the `Accept` header, for links, which cannot set headers.";
    let dialect = "How CSV is written: for programs (RFC 4180) or, for a double click in a spreadsheet program, with a byte-order \
                   mark, the separator and decimal mark of a language, and codes of digits as texts. It changes nothing else.";
    vec![
        Parameter::new(FORMAT, about, Kind::Choice(Representation::NAMES.map(Cow::from).to_vec())),
        Parameter::new(DIALECT, dialect, Kind::Choice(dialect_names().into_iter().map(Cow::from).collect())),
    ]
}

/// Accepts a query that has only these parameters, each that is not repeatable at most once.
///
/// # Errors
/// The first parameter that is unknown or repeated.
pub(crate) fn check(query: &QueryString, known: &[Parameter]) -> Result<(), Refusal> {
    for (name, _) in query.pairs() {
        let Some(parameter) = known.iter().find(|parameter| parameter.name == name) else {
            let allowed = known.iter().map(|parameter| parameter.name.to_string()).collect();
            return Err(Refusal::UnknownParameter { name: name.chars().take(80).collect(), allowed });
        };
        if !parameter.may_be_repeated() {
            once(query, name)?;
        }
    }
    Ok(())
}

/// Refuses a parameter that has more than one value.
pub(super) fn once(query: &QueryString, name: &str) -> Result<(), Refusal> {
    match query.all(name).nth(1) {
        Some(_) => Err(Refusal::RepeatedParameter(name.to_owned())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str) -> Option<Refusal> {
        let known: Vec<_> = [filter(), window(), common()].concat();
        check(&QueryString::parse(query), &known).err()
    }

    #[test]
    fn what_is_known_passes_and_lists_may_be_repeated() {
        for query in ["", "&&", "category=a&category=b&class=A&class=&location=", "from=&to=&format="] {
            assert_eq!(refused(query), None, "{query}");
        }
    }

    #[test]
    fn what_is_unknown_or_repeated_is_named() {
        for (query, name) in [("categroy=a", "categroy"), ("=", ""), ("utm_source=x", "utm_source")] {
            let Some(Refusal::UnknownParameter { name: found, allowed }) = refused(query) else {
                panic!("{query} passes");
            };
            assert_eq!(found, name);
            assert_eq!(allowed, ["category", "location", "class", "from", "to", "format", "dialect"]);
        }
        assert_eq!(refused("from=&from=2011-01-01"), Some(Refusal::RepeatedParameter("from".into())));
    }
}
