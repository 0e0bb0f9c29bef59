//! `quality.json`: the data quality of a snapshot, and what was done about findings.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A publication's report on the quality of its data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// [`crate::CONTRACT_VERSION`] of the program that made it.
    pub version: u32,
    /// When the snapshot was made, RFC 3339.
    pub created_at: String,
    /// The files that the snapshot was made from.
    pub files: Vec<SourceFile>,
    /// The import's report; absent where the snapshot came without one.
    pub report: Option<Report>,
}

/// One file that a snapshot was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// What people call the source.
    pub name: String,
    /// Name of the file, without its directory.
    pub file: String,
    /// Rows read from it.
    pub rows: u64,
    /// SHA-256 of the file, hexadecimal; empty if it is not known.
    pub sha256: String,
    /// Licence under which it is used, if stated.
    pub licence: Option<String>,
    /// Credit its licence or its makers ask for, if stated.
    pub attribution: Option<String>,
    /// Where it came from, if stated.
    pub url: Option<String>,
    /// What of it is simulated, in the words of who made the data; absent if it is real.
    pub simulated: Option<String>,
    /// Stable name of what of it is used, where that is not all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<String>,
}

impl Quality {
    /// Path below the publication.
    pub const PATH: &str = "quality.json";
}

/// The four dimensions of data quality.
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
    /// All dimensions, in the order of a report.
    pub const ALL: [Dimension; 4] =
        [Dimension::Completeness, Dimension::Consistency, Dimension::Accuracy, Dimension::Validity];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Dimension::Completeness => "completeness",
            Dimension::Consistency => "consistency",
            Dimension::Accuracy => "accuracy",
            Dimension::Validity => "validity",
        }
    }
}

/// Something found, by its name, with its values by theirs. Whoever shows it has the words, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// Stable name.
    pub id: String,
    /// Values by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

impl Fact {
    /// A fact with its values.
    pub fn new(id: &str, values: impl IntoIterator<Item = (&'static str, String)>) -> Fact {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Fact { id: id.to_owned(), values }
    }
}

/// One row of a source that shows what a check is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Example {
    /// Name of the file; empty where the example does not come from one file.
    pub file: String,
    /// Line of a text file or row of a Parquet file, from 1; absent where the example is not one row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The row's content, as the source has it; empty where the fact says it all. Reports of contract version 7 and before
    /// say here in English what is wrong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// What is to be said of it, behind its content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<Fact>,
}

/// One question asked of the data, and the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Stable name.
    pub id: String,
    /// Its dimension.
    pub dimension: Dimension,
    /// What was looked for, in English: only in reports of contract version 7 and before. The words go by the id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Rows, or other [`unit`](Check::unit)s, with the finding; 0 is good.
    pub affected: u64,
    /// Rows, or other [`unit`](Check::unit)s, checked.
    pub seen: u64,
    /// What was counted: `lines`, `invoices`, `items`, …
    pub unit: String,
    /// What was done about it, where there is a title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// Up to five examples, the first by file and line.
    pub examples: Vec<Example>,
}

/// The number of lines with one verdict. Every line has exactly one, so the lines add up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictCount {
    /// Stable name of the verdict.
    pub id: String,
    /// The verdict in English: only in reports of contract version 7 and before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Lines with it.
    pub lines: u64,
    /// Sum of their quantities, exact, as a decimal text; absent where quantities could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
    /// Sum of quantity × unit price in the source's currency, as a decimal text; absent where units are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A data-quality report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Rows read from the sources, or held by the store.
    pub rows: u64,
    /// The verdicts on all order lines; empty where the source was not order lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<VerdictCount>,
    /// The checks, ordered by dimension.
    pub checks: Vec<Check>,
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
}
