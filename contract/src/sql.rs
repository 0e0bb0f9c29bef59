//! Queries in SQL: what is asked, what is answered or refused, and what can be asked about.

/// What can be asked about.
mod names;

/// The parameters that a query names.
mod parameters;

/// Queries that somebody saved.
mod saved;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

pub use names::{SqlFunction, SqlSchema, SqlTable, SqlTableColumn};
pub use parameters::parameter_names;
pub use saved::{BadHead, SavedParameter, SavedQuery, Words};

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
    /// Values by their names, by places if every name is a number.
    pub fn of_named(values: impl IntoIterator<Item = (String, SqlValue)>) -> Self {
        let named: BTreeMap<String, SqlValue> = values.into_iter().collect();
        let is_place = |name: &String| name.bytes().all(|letter| letter.is_ascii_digit());
        if !named.keys().all(is_place) {
            return SqlParameters::Named(named);
        }
        let of_place = |place: usize| named.get(&place.to_string()).cloned().unwrap_or(SqlValue::Missing);
        SqlParameters::Positional((1..=named.len()).map(of_place).collect())
    }

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

/// The kind of reason why a query is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SqlCode {
    /// The text is not SQL.
    Syntax,
    /// It is not one query, or does something that queries may not.
    NotAllowed,
    /// It is larger than a query may be.
    TooLarge,
    /// It names a table, column or function that does not exist.
    UnknownName,
    /// A value or argument is of a type or range that does not fit there.
    BadValue,
    /// A parameter is missing, unused or of the wrong kind.
    BadParameter,
    /// A number of the result does not fit its type, or something is divided by zero.
    Arithmetic,
    /// It needs more memory than it may have.
    OutOfMemory,
    /// It takes longer than it may.
    OutOfTime,
    /// Anything else that the engine cannot do.
    Unsupported,
}

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SqlRefusal {
    /// The kind of reason.
    pub code: SqlCode,
    /// The problem, as a clause without a full stop.
    pub message: String,
    /// What to do about it, as a sentence without a full stop.
    pub remedy: String,
    /// Line of the query, counted from 1, where it is known.
    pub line: Option<u64>,
    /// Column of that line, counted from 1 in characters.
    pub column: Option<u64>,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

impl SqlRefusal {
    /// A refusal without a place.
    pub fn new(code: SqlCode, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        SqlRefusal {
            code,
            message: message.into(),
            remedy: remedy.into(),
            line: None,
            column: None,
            suggestion: None,
        }
    }
}

impl fmt::Display for SqlRefusal {
    /// `SQL, line 1, column 8: there is no column skuu`, without the remedy.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SQL")?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_as_people_write_it() {
        let read = |text: &str| serde_json::from_str::<SqlRequest>(text);
        let plain = read(r#"{"sql": "select 1"}"#).expect("no parameters");
        assert!(plain.parameters.is_empty() && plain.row_limit.is_none());
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
    fn values_of_an_address_are_bound_by_place_or_by_name() {
        let text = |text: &str| SqlValue::Text(text.to_owned());
        let check = |texts: &[(&str, &str)], expected: SqlParameters| {
            let values = texts.iter().map(|(name, text)| ((*name).to_owned(), SqlValue::of_text(text)));
            assert_eq!(SqlParameters::of_named(values), expected, "{texts:?}");
        };
        check(&[("2", "b"), ("1", "a")], SqlParameters::Positional(vec![text("a"), text("b")]));
        let named = [("sku".to_owned(), text("22423")), ("since".to_owned(), SqlValue::Missing)];
        check(&[("sku", "22423"), ("since", "")], SqlParameters::Named(named.into()));
        // A place that nobody could fill takes no room.
        check(&[("999999999", "x")], SqlParameters::Positional(vec![SqlValue::Missing]));
        check(&[], SqlParameters::default());
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
        };
        let json = serde_json::to_value(&answer).expect("JSON");
        assert_eq!((&json["cut_at"], &json["rows"]), (&2.into(), &serde_json::json!([[1.5], [null]])));
        assert_eq!(serde_json::from_value::<SqlAnswer>(json).expect("read back"), answer);
    }
}
