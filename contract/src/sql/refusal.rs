//! Why a query is refused.

use serde::{Deserialize, Serialize};
use std::fmt;

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

impl SqlCode {
    /// Stable name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            SqlCode::Syntax => "syntax",
            SqlCode::NotAllowed => "not-allowed",
            SqlCode::TooLarge => "too-large",
            SqlCode::UnknownName => "unknown-name",
            SqlCode::BadValue => "bad-value",
            SqlCode::BadParameter => "bad-parameter",
            SqlCode::Arithmetic => "arithmetic",
            SqlCode::OutOfMemory => "out-of-memory",
            SqlCode::OutOfTime => "out-of-time",
            SqlCode::Unsupported => "unsupported",
        }
    }
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
    use crate::SqlKind;

    #[test]
    fn names_are_those_of_json() {
        use SqlCode::{Arithmetic, BadParameter, BadValue, NotAllowed, OutOfMemory, OutOfTime, Syntax};
        use SqlCode::{TooLarge, UnknownName, Unsupported};
        let refused = [Syntax, NotAllowed, TooLarge, UnknownName, BadValue, BadParameter, Arithmetic];
        for code in refused.into_iter().chain([OutOfMemory, OutOfTime, Unsupported]) {
            assert_eq!(serde_json::to_value(code).expect("JSON"), code.name());
        }
        use SqlKind::{Date, Exact, Flag, Moment, Number, Other, Text};
        for kind in [Text, Date, Moment, Exact, Number, Flag, Other] {
            assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.name());
        }
    }
}
