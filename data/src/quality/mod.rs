//! The data-quality report: what was found in the data and what was done about it, with rows and examples.

mod compare;
mod join;
mod store_check;
mod tally;

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::import::{self, ImportRequest, OnProgress};

pub use compare::{Comparison, TableComparison, Totals, compare};
pub use store_check::check_store;

pub(crate) use tally::{NO_FILE, Question, Tally};

/// The four respects in which data can be good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// Is everything there?
    Completeness,
    /// Does it agree with itself?
    Consistency,
    /// Does it agree with what happened?
    Accuracy,
    /// Is each value what its column may hold?
    Validity,
}

impl Dimension {
    /// All, in the order of a report.
    pub const ALL: [Dimension; 4] =
        [Dimension::Completeness, Dimension::Consistency, Dimension::Accuracy, Dimension::Validity];

    /// Its name, as a heading.
    pub fn title(self) -> &'static str {
        match self {
            Dimension::Completeness => "Completeness",
            Dimension::Consistency => "Consistency",
            Dimension::Accuracy => "Accuracy",
            Dimension::Validity => "Validity",
        }
    }
}

/// One row of a source that shows what a check is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Example {
    /// Name of the file; empty where the example is not of one file.
    pub file: String,
    /// Line of a text file or row of a Parquet file, from 1; absent where the example is not one row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The row's content, or what is wrong with it.
    pub content: String,
}

/// One question asked of the data, and the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Stable name.
    pub id: String,
    /// The respect in which it judges.
    pub dimension: Dimension,
    /// What was looked for.
    pub title: String,
    /// Rows (or what [`unit`](Check::unit) says) in which it was found; 0 is good.
    pub affected: u64,
    /// Rows (or what [`unit`](Check::unit) says) looked at.
    pub seen: u64,
    /// What was counted: `lines`, `invoices`, `items`, …
    pub unit: String,
    /// What was done about it.
    pub action: String,
    /// Up to five of them, the first by file and line.
    pub examples: Vec<Example>,
}

/// How many lines met one fate. Every line read has exactly one, so the lines add up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictCount {
    /// Stable name of the verdict.
    pub id: String,
    /// The verdict, in words.
    pub title: String,
    /// Lines with it.
    pub lines: u64,
    /// Sum of their quantities, exact, as a decimal text; absent where quantities could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// Sum of quantity × unit price in the source's currency, as a decimal text; absent as units are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A data-quality report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Rows read from the sources, or held by the store.
    pub rows: u64,
    /// What became of every order line; empty where the source was not order lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<VerdictCount>,
    /// The checks, ordered by dimension.
    pub checks: Vec<Check>,
}

/// The report that importing these sources would make, without a store.
pub async fn check_sources(request: &ImportRequest, progress: OnProgress<'_>) -> Result<Report> {
    let scratch = tempfile::tempdir().map_err(Error::io("create a directory in", &std::env::temp_dir()))?;
    import::examine(request, scratch.path(), progress).await
}

impl Report {
    /// The check of this id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// Lines with the verdict of this id; 0 if there are none.
    pub fn lines(&self, verdict: &str) -> u64 {
        self.verdicts.iter().filter(|count| count.id == verdict).map(|count| count.lines).sum()
    }

    /// The report as a table for a terminal.
    pub fn to_text(&self) -> String {
        // Writing to a String cannot fail.
        let mut text = format!("{} rows\n", grouped(self.rows));
        if !self.verdicts.is_empty() {
            let _ = writeln!(
                text,
                "\n{:<44}{:>12}{:>18}{:>20}",
                "What became of them", "lines", "units", "value"
            );
        }
        for count in &self.verdicts {
            let amount = |value: &Option<String>| value.as_deref().map_or("no data".to_owned(), grouped_text);
            let (units, value) = (amount(&count.units), amount(&count.value));
            let _ = writeln!(text, "{:<44}{:>12}{units:>18}{value:>20}", count.title, grouped(count.lines));
        }
        for dimension in Dimension::ALL {
            let checks: Vec<_> = self.checks.iter().filter(|check| check.dimension == dimension).collect();
            if !checks.is_empty() {
                let _ = writeln!(text, "\n{}", dimension.title());
            }
            checks.into_iter().for_each(|check| describe(&mut text, check));
        }
        text
    }
}

fn describe(text: &mut String, check: &Check) {
    let (affected, seen) = (grouped(check.affected), grouped(check.seen));
    let mark = if check.affected == 0 { "ok" } else { "  " };
    let _ = writeln!(text, "  {mark} {:<58}{affected:>12} of {seen} {}", check.title, check.unit);
    if check.affected == 0 {
        return;
    }
    let _ = writeln!(text, "       {}", check.action);
    for example in &check.examples {
        let line = example.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = format!("{}{line}  ", example.file);
        let _ = writeln!(text, "       {}{}", place.trim_start(), example.content);
    }
}

/// A count in groups of three: `1 067 370`.
fn grouped(count: u64) -> String {
    grouped_text(&count.to_string())
}

/// A decimal text whose whole part is in groups of three: `-1 526 667.86`.
fn grouped_text(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut text = String::from(sign);
    for (index, digit) in digits.char_indices() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
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
        let text = report().to_text();
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
