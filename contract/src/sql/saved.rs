//! Queries that somebody saved: a file each, whose head of comments says what it asks.

use super::{SqlKind, SqlValue};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fields of an address that say what is asked and how it is shown. Every other field is the value of a parameter, so no
/// parameter has one of these names.
pub const SQL_FIELDS: [&str; 7] = ["sql", "query", "kpi", "format", "dialect", "sort", "picture"];

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// Name of its file, without `.sql`.
    pub name: String,
    /// What people call it; its name where the file does not say.
    pub title: Words,
    /// What it is for, in a sentence or two; empty where the file does not say.
    pub description: Words,
    /// Its parameters, in the order of the head.
    pub parameters: Vec<SavedParameter>,
    /// The file without its head.
    pub sql: String,
}

/// A text, and the same in other languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    plain: String,
    /// By the code of the language (BCP 47).
    other: BTreeMap<String, String>,
}

impl Words {
    /// The text in a language, or else as it was first written.
    pub fn of(&self, language: &str) -> &str {
        self.other.get(language).unwrap_or(&self.plain)
    }
}

/// A parameter of a saved query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedParameter {
    /// Name, without the `$`.
    pub name: String,
    /// What its values are: text, dates or numbers.
    pub kind: SqlKind,
    /// Its value where nobody gives one; empty for none.
    pub value: String,
}

/// A line of a head that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadHead {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl SavedQuery {
    /// Reads a file. Its head is the comments before the query: `-- title: …`, `-- description: …`, the same as
    /// `-- title de: …`, and `-- parameter NAME: KIND = VALUE`; other comments are comments.
    ///
    /// # Errors
    /// A parameter without a name, with the name of a field of addresses, or of a kind that there is not.
    pub fn read(name: &str, text: &str) -> Result<Self, BadHead> {
        let (mut title, mut description) =
            (Words { plain: name.to_owned(), ..Words::default() }, Words::default());
        let (mut parameters, mut head_lines) = (Vec::new(), 0);
        let head =
            text.lines().enumerate().map_while(|(at, line)| Some((at + 1, line.trim().strip_prefix("--")?)));
        for (line, comment) in head {
            let Some((key, value)) = comment.split_once(':') else { continue };
            let value = value.trim();
            let (key, of) = key.trim().split_once(' ').unwrap_or((key.trim(), ""));
            match (key, of) {
                ("title", "") => value.clone_into(&mut title.plain),
                ("description", "") => value.clone_into(&mut description.plain),
                ("title", language) => drop(title.other.insert(language.to_owned(), value.to_owned())),
                ("description", language) => {
                    drop(description.other.insert(language.to_owned(), value.to_owned()));
                }
                ("parameter", name) => {
                    let read = SavedParameter::read(name.trim(), value);
                    parameters.push(read.map_err(|problem| BadHead { line, problem })?);
                }
                _ => continue,
            }
            head_lines = line;
        }
        let sql = text.lines().skip(head_lines).collect::<Vec<_>>().join("\n");
        Ok(SavedQuery { name: name.to_owned(), title, description, parameters, sql })
    }

    /// What its head says of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&SavedParameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

impl SavedParameter {
    /// A text as a value of its kind; one that is no number stays a text, for the engine to refuse.
    pub fn value_of(&self, text: &str) -> SqlValue {
        let number = if self.kind == SqlKind::Number { SqlValue::of_number(text) } else { None };
        number.unwrap_or_else(|| SqlValue::of_text(text))
    }

    fn read(name: &str, rest: &str) -> Result<Self, &'static str> {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if !is_name(name) {
            return Err("the parameter has no name of letters, digits and underscores");
        }
        if SQL_FIELDS.contains(&name) {
            return Err(
                "the parameter has the name of a field of addresses: sql, query, kpi, format, sort or picture",
            );
        }
        let (kind, value) = rest.split_once('=').unwrap_or((rest, ""));
        let kind = match kind.trim() {
            "text" => SqlKind::Text,
            "date" => SqlKind::Date,
            "number" => SqlKind::Number,
            _ => return Err("there is no such kind of parameter"),
        };
        Ok(SavedParameter { name: name.to_owned(), kind, value: value.trim().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_says_what_a_query_asks() {
        let text = "-- title: Slow items\n-- title de: Ladenhüter\n-- description: Stock without sales.\n-- parameter days: number = 90\n\
                    -- parameter place: text\n-- Any other comment.\nselect 1 -- title: no\n";
        let query = SavedQuery::read("slow", text).expect("a head");
        assert_eq!((query.title.of("en"), query.title.of("de")), ("Slow items", "Ladenhüter"));
        assert_eq!(query.description.of("de"), "Stock without sales.");
        let parameter =
            |name: &str, kind, value: &str| SavedParameter { name: name.into(), kind, value: value.into() };
        assert_eq!(
            query.parameters,
            [parameter("days", SqlKind::Number, "90"), parameter("place", SqlKind::Text, "")]
        );
        assert_eq!(query.sql, "-- Any other comment.\nselect 1 -- title: no");
        let values = ["90", "1e9", "", "many"].map(|text| query.parameters[0].value_of(text));
        let expected =
            [SqlValue::Whole(90), SqlValue::Number(1e9), SqlValue::Missing, SqlValue::Text("many".into())];
        assert_eq!(values, expected);
        assert_eq!(SavedQuery::read("bare", "select 1").expect("no head").title.of("en"), "bare");
    }

    #[test]
    fn a_parameter_that_cannot_be_read_is_named_by_its_line() {
        for (text, line) in [
            ("-- title: x\n-- parameter days: whole", 2),
            ("-- parameter a b: text", 1),
            ("-- parameter : text", 1),
            ("-- parameter format: text", 1),
        ] {
            assert_eq!(SavedQuery::read("x", text).expect_err(text).line, line);
        }
    }
}
