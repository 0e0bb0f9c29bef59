//! Queries in SQL: what is asked, what is answered or refused, and what can be asked about.

/// Queries in addresses.
mod address;

/// What can be asked about.
mod names;

/// The parameters that a query names.
mod parameters;
/// Why a query is refused.
mod refusal;

/// Queries that somebody saved.
mod saved;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use names::{SqlFunction, SqlSchema, SqlTable, SqlTableColumn};
pub use parameters::parameter_names;
pub use refusal::{SqlCode, SqlRefusal};
pub use saved::{BadHead, SQL_FIELDS, SavedParameter, SavedQuery, Words};

/// `POST /api/v1/sql`: a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SqlRequest {
    /// The query: one statement that begins with SELECT, WITH or VALUES.
    pub sql: String,
    /// Values of its parameters, bound and never pasted into the text.
    #[serde(default)]
    pub parameters: SqlParameters,
    /// Rows to answer with at most; by default, and at most, what the server allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_limit: Option<u64>,
    /// The order of the rows, in place of the query's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SqlSort>,
    /// Whether the answer says by which steps it was computed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub explain: bool,
}

/// An order of rows: by one column, missing values last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SqlSort {
    /// Place of the column, counted from 1.
    pub column: u32,
    /// Whether the largest comes first.
    #[serde(default)]
    pub descending: bool,
}

/// Values of a query's parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum SqlParameters {
    /// Of `$1`, `$2` and so on, in order.
    Positional(Vec<SqlValue>),
    /// Of `$name`, by name without the sign.
    Named(BTreeMap<String, SqlValue>),
}

impl Default for SqlParameters {
    fn default() -> Self {
        SqlParameters::Positional(Vec::new())
    }
}

impl SqlParameters {
    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        match self {
            SqlParameters::Positional(values) => values.is_empty(),
            SqlParameters::Named(values) => values.is_empty(),
        }
    }
}

/// A cell of an answer, or the value of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum SqlValue {
    /// NULL.
    Missing,
    /// True or false.
    Flag(bool),
    /// A whole number of at most 15 digits.
    Whole(i64),
    /// Any other number of at most 15 digits, or a measured one.
    Number(f64),
    /// Text; a date or moment in ISO 8601; an exact number of more than 15 digits, which a reader of JSON could round; a
    /// list or structure as text.
    Text(String),
}

impl SqlValue {
    /// A value as an address has it: empty for NULL.
    pub fn of_text(text: &str) -> Self {
        if text.is_empty() { SqlValue::Missing } else { SqlValue::Text(text.to_owned()) }
    }

    /// A text as a number, a whole one where it is; none if it is no number, or no finite one.
    pub fn of_number(text: &str) -> Option<Self> {
        let number = || text.parse().ok().filter(|number: &f64| number.is_finite()).map(SqlValue::Number);
        text.parse().ok().map(SqlValue::Whole).or_else(number)
    }
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SqlKind {
    /// Text.
    Text,
    /// Calendar dates.
    Date,
    /// Moments.
    Moment,
    /// Exact numbers: whole ones and decimals.
    Exact,
    /// Measured numbers, in floating point.
    Number,
    /// True or false.
    Flag,
    /// Anything else: lists, structures, durations.
    Other,
}

impl SqlKind {
    /// Stable name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            SqlKind::Text => "text",
            SqlKind::Date => "date",
            SqlKind::Moment => "moment",
            SqlKind::Exact => "exact",
            SqlKind::Number => "number",
            SqlKind::Flag => "flag",
            SqlKind::Other => "other",
        }
    }
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlColumn {
    /// Name.
    pub name: String,
    /// What its values are.
    pub kind: SqlKind,
    /// The engine's type, such as `Decimal128(18, 4)`.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Unit of its values, where they are those of a table's column or a sum, mean or extreme of them.
    pub unit: Option<String>,
    /// What that column means.
    pub meaning: Option<String>,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlAnswer {
    /// Snapshot that was asked.
    pub snapshot: String,
    /// Its columns.
    pub columns: Vec<SqlColumn>,
    /// Its rows: a cell for each column.
    pub rows: Vec<Vec<SqlValue>>,
    /// What it took.
    #[serde(flatten)]
    pub cost: SqlCost,
    /// The steps by which it was computed, if the request asks for them: the last first, and after each, one deeper, those
    /// that give it its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<SqlStep>,
}

/// A step by which an answer was computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlStep {
    /// How many steps it is away from the answer.
    pub depth: u32,
    /// The engine's name for it, such as `HashJoin`.
    pub name: String,
    /// What it does, in the engine's words: the table that it reads, a condition, what it sorts by.
    pub detail: String,
    /// Rows that it gave, where they were counted.
    pub rows: Option<u64>,
    /// Time of all processors together in microseconds, where it was measured.
    pub microseconds: Option<u64>,
}

/// What an answer took, and whether it is whole. Known at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlCost {
    /// Rows answered.
    pub row_count: u64,
    /// The limit on rows, if there were more than it.
    pub cut_at: Option<u64>,
    /// Time from the query's arrival at the engine to its last row, in milliseconds.
    pub milliseconds: u64,
    /// Bytes of the snapshot's files that were read.
    pub bytes_read: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_as_people_write_it() {
        let read = |text: &str| serde_json::from_str::<SqlRequest>(text);
        let plain = read(r#"{"sql": "select 1"}"#).expect("no parameters");
        assert!(plain.parameters.is_empty() && plain.row_limit.is_none() && !plain.explain);
        let values = vec![
            SqlValue::Missing,
            SqlValue::Flag(true),
            SqlValue::Whole(-7),
            SqlValue::Number(0.5),
            SqlValue::Text("a".into()),
        ];
        let listed = read(r#"{"sql": "", "parameters": [null, true, -7, 0.5, "a"]}"#).expect("a list");
        assert_eq!(listed.parameters, SqlParameters::Positional(values));
        let named = read(r#"{"sql": "", "parameters": {"from": "2024-01-01"}, "row_limit": 3}"#);
        let expected = BTreeMap::from([("from".to_owned(), SqlValue::Text("2024-01-01".into()))]);
        assert_eq!(named.expect("names").parameters, SqlParameters::Named(expected));
        assert!(read(r#"{"sql": "", "limit": 3}"#).is_err(), "a misspelt field");
        assert!(
            read(r#"{"sql": ["select 1"]}"#).is_err() && read(r#"{"sql": "", "parameters": 1}"#).is_err()
        );
    }

    #[test]
    fn an_answer_is_read_back_as_it_was_written() {
        let column = SqlColumn {
            name: "units".into(),
            kind: SqlKind::Exact,
            data_type: "Decimal128(18, 4)".into(),
            unit: Some("units".into()),
            meaning: None,
        };
        let answer = SqlAnswer {
            snapshot: "ab".into(),
            columns: vec![column],
            rows: vec![vec![SqlValue::Number(1.5)], vec![SqlValue::Missing]],
            cost: SqlCost { row_count: 2, cut_at: Some(2), milliseconds: 3, bytes_read: 4 },
            steps: Vec::new(),
        };
        let json = serde_json::to_value(&answer).expect("JSON");
        assert_eq!((&json["cut_at"], &json["rows"]), (&2.into(), &serde_json::json!([[1.5], [null]])));
        assert_eq!(serde_json::from_value::<SqlAnswer>(json).expect("read back"), answer);
    }
}
