//! The data-quality report: findings in the data and what was done about them, with counts and examples.

mod compare;
mod join;
pub(crate) mod relations;
mod store_check;
mod tally;

use std::fmt::Write as _;

use crate::error::{Error, Result};
use crate::import::{self, ImportRequest, OnProgress};
use crate::terminal::plain;
use crate::terminal::{grouped, grouped_text};

pub use compare::{Comparison, TableComparison, Totals, compare};
pub use contract::{Check, Example, QualityDimension as Dimension, Report, VerdictCount};
pub use store_check::check_store;

pub(crate) use join::joined;
pub(crate) use tally::{NO_FILE, Question, Tally};

/// The report of importing these sources, made without a store.
pub async fn check_sources(request: &ImportRequest, progress: OnProgress<'_>) -> Result<Report> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    import::examine(request, scratch.path(), progress).await
}

/// A report as a table for a terminal.
pub fn to_text(report: &Report) -> String {
    // Writing to a String cannot fail.
    let mut text = format!("{} rows\n", grouped(report.rows));
    if !report.verdicts.is_empty() {
        let _ =
            writeln!(text, "\n{:<44}{:>12}{:>18}{:>20}", "What became of them", "lines", "units", "value");
    }
    for count in &report.verdicts {
        let amount = |value: &Option<String>| value.as_deref().map_or("no data".to_owned(), grouped_text);
        let (units, value) = (amount(&count.units), amount(&count.value));
        let title = plain(&count.title);
        let _ = writeln!(text, "{title:<44}{:>12}{units:>18}{value:>20}", grouped(count.lines));
    }
    for dimension in Dimension::ALL {
        let checks: Vec<_> = report.checks.iter().filter(|check| check.dimension == dimension).collect();
        if !checks.is_empty() {
            let _ = writeln!(text, "\n{}", dimension.title());
        }
        checks.into_iter().for_each(|check| describe(&mut text, check));
    }
    text
}

fn describe(text: &mut String, check: &Check) {
    let (affected, seen) = (grouped(check.affected), grouped(check.seen));
    let mark = if check.affected == 0 { "ok" } else { "  " };
    let (title, unit) = (plain(&check.title), plain(&check.unit));
    let _ = writeln!(text, "  {mark} {title:<58}{affected:>12} of {seen} {unit}");
    if check.affected == 0 {
        return;
    }
    let _ = writeln!(text, "       {}", plain(&check.action));
    for example in &check.examples {
        let line = example.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = format!("{}{line}  ", plain(&example.file));
        let _ = writeln!(text, "       {}{}", place.trim_start(), plain(&example.content));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, dimension: Dimension, affected: u64) -> Check {
        Check {
            id: id.into(),
            dimension,
            title: format!("Title of {id}"),
            affected,
            seen: 20,
            unit: "lines".into(),
            action: "Left out.".into(),
            examples: vec![Example { file: "a.csv".into(), line: Some(7), content: "Quantity lots".into() }],
        }
    }

    fn report() -> Report {
        let count = VerdictCount {
            id: "sale".into(),
            title: "Sale, kept".into(),
            lines: 1_067_370,
            units: Some("12".into()),
            value: None,
        };
        let checks = vec![check("good", Dimension::Completeness, 0), check("bad", Dimension::Validity, 1)];
        Report { rows: 20, verdicts: vec![count], checks }
    }

    #[test]
    fn the_text_shows_counts_actions_and_examples_under_their_dimension() {
        let text = to_text(&report());
        for part in ["1 067 370", "no data", "Completeness\n  ok Title of good", "a.csv:7  Quantity lots"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert_eq!(text.matches("Left out.").count(), 1, "only where something was found: {text}");
        assert!(!text.contains("Accuracy"), "{text}");
    }

    #[test]
    fn digits_come_in_groups_of_three() {
        for (number, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("-1000", "-1 000"),
            ("-1526667.8601", "-1 526 667.8601"),
            ("100.25", "100.25"),
        ] {
            assert_eq!(grouped_text(number), expected);
        }
    }

    #[test]
    fn json_comes_back_the_same() {
        let json = serde_json::to_string(&report()).unwrap();
        assert!(json.contains(r#""dimension":"validity""#), "{json}");
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report());
    }
}
