//! Values of files in the words of a mapping.

use super::look::Looked;

/// Values that are shown.
pub(super) const PREVIEWED: usize = 3;

/// What stands in a column, in a few words.
pub(super) fn values(looked: &Looked, column: usize) -> String {
    let mut some: Vec<&str> = Vec::new();
    for value in looked.values(column) {
        if !some.contains(&value) {
            some.push(value);
        }
        if some.len() == PREVIEWED {
            break;
        }
    }
    let total = looked.cells[column].len();
    let empty = total - looked.values(column).count();
    let shown = some.iter().map(|value| clipped(value)).collect::<Vec<_>>().join(" | ");
    match empty {
        0 => shown,
        empty => format!("{shown}; empty in {empty} of {total} rows"),
    }
}

/// A value without line breaks, short enough for a comment.
pub(super) fn clipped(value: &str) -> String {
    const MOST: usize = 30;
    let line: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST).chain(['…']).collect() }
}

/// A text of TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
