//! The data-quality report: findings in the data and what was done about them, with counts and examples.

mod tally;
mod join;

pub use contract::{Check, Example, Fact, QualityDimension as Dimension, Report, VerdictCount};

pub(crate) use join::joined;
pub(crate) use tally::{NO_FILE, Question, Shown, Tally};

/// An example in short: its content, then its fact with its values in the order of their names.
#[cfg(test)]
pub(crate) fn shown(example: &Example) -> String {
    let Some(fact) = &example.fact else { return example.content.clone() };
    let values: Vec<_> = fact.values.iter().map(|(name, value)| format!("{name} {value}")).collect();
    format!("{}{}: {}", example.content, fact.id, values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What contract version 7 wrote.
    const WORDED: &str = r#"{"rows":3,"verdicts":[{"id":"sale","title":"Sale, kept","lines":3}],"checks":[{"id":"odd","dimension":"validity","title":"Odd","affected":1,"seen":3,"unit":"lines","action":"Left out.","examples":[{"file":"a.csv","line":7,"content":"Quantity lots"}]}]}"#;

    #[test]
    fn a_report_with_words_is_read_and_written_as_it_was() {
        let report: Report = serde_json::from_str(WORDED).unwrap();
        assert_eq!(report.check("odd").unwrap().action, "Left out.");
        assert_eq!(serde_json::to_string(&report).unwrap(), WORDED);
    }

    #[test]
    fn a_report_of_facts_has_no_words() {
        let mut tally = Tally::default();
        let fact = Fact::new("customer", [("customer", "7".into())]);
        tally.add(0, 3, || Shown::new("1 A".into(), fact.clone(), "1 A customer 7".into()));
        assert_eq!(tally.first(), Some((0, 3, "1 A customer 7")));
        let question = Question { id: "odd", dimension: Dimension::Validity, unit: "lines" };
        let check = tally.answer(&question, 3, &["a.csv".into()]);
        let expected = r#"{"id":"odd","dimension":"validity","affected":1,"seen":3,"unit":"lines","examples":[{"file":"a.csv","line":3,"content":"1 A","fact":{"id":"customer","values":{"customer":"7"}}}]}"#;
        assert_eq!(serde_json::to_string(&check).unwrap(), expected);
        assert_eq!(serde_json::from_str::<Check>(expected).unwrap(), check);
    }
}
