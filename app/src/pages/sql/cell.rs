//! Cells of an answer, as people read them and as the numbers and moments that pictures are drawn from; what their types
//! and units are called.

use crate::text;
use crate::view::{Element, el};
use contract::{SqlColumn, SqlKind, SqlValue};
use planning::convert::whole_usize;
use planning::day::Day;

/// A cell of the table. Exact numbers are written as they are, measured ones in six digits, with all of them as the value.
pub(super) fn cell(column: &SqlColumn, value: &SqlValue) -> Element {
    let class = match (value, is_number(column)) {
        (SqlValue::Missing, _) => Some("none"),
        (_, true) => None,
        (_, false) => Some("text"),
    };
    let measured = match value {
        SqlValue::Number(number) if column.kind == SqlKind::Number => Some(*number),
        _ => None,
    };
    el("td")
        .attr("class", class)
        .attr("data-value", measured.map(|number| number.to_string()))
        .child(measured.map_or_else(|| shown(value), six_digits))
}

/// A number in at most six significant digits, unless it has more before the point.
fn six_digits(number: f64) -> String {
    let size = number.abs().max(f64::MIN_POSITIVE).log10().floor();
    let decimals = whole_usize((5.0 - size).clamp(0.0, 12.0));
    let text = format!("{number:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A cell as text.
pub(in crate::pages) fn shown(value: &SqlValue) -> String {
    match value {
        SqlValue::Missing => "NULL".to_owned(),
        SqlValue::Flag(flag) => flag.to_string(),
        SqlValue::Whole(number) => number.to_string(),
        SqlValue::Number(number) => number.to_string(),
        SqlValue::Text(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
    }
}

/// Whether a column holds numbers.
pub(in crate::pages) fn is_number(column: &SqlColumn) -> bool {
    matches!(column.kind, SqlKind::Exact | SqlKind::Number)
}

/// The number of a cell, near enough to draw it.
pub(in crate::pages) fn number(value: &SqlValue) -> Option<f64> {
    let number = match value {
        SqlValue::Whole(number) => *number as f64,
        SqlValue::Number(number) => *number,
        SqlValue::Text(digits) => digits.parse().ok()?,
        SqlValue::Missing | SqlValue::Flag(_) => return None,
    };
    number.is_finite().then_some(number)
}

/// The moment of a cell in days since 1970-01-01, with the time as a part of its day.
pub(super) fn moment(value: &SqlValue) -> Option<f64> {
    let SqlValue::Text(text) = value else { return None };
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let Day(day) = date.parse().ok()?;
    let mut seconds = 0.0;
    for (part, length) in time.split(':').zip([3_600.0, 60.0, 1.0]) {
        let digits = part.split(['Z', '+', '-']).next().unwrap_or_default();
        seconds += digits.parse().unwrap_or(0.0) * length;
    }
    Some(f64::from(day) + seconds / 86_400.0)
}

/// What values of a kind are called.
pub(super) fn kind(kind: SqlKind) -> &'static str {
    let id = match kind {
        SqlKind::Text => "text",
        SqlKind::Date => "date",
        SqlKind::Moment => "moment",
        SqlKind::Exact => "exact",
        SqlKind::Number => "number",
        SqlKind::Flag => "flag",
        SqlKind::Other => "other",
    };
    text::sql_kind(id).name
}

/// A unit of the data dictionary in the page's language; one that no catalogue has stands as it is.
pub(in crate::pages) fn unit(unit: &str) -> String {
    match text::data_unit(unit).name {
        "" => unit.to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_days_and_parts_of_days() {
        let check = |text: &str, expected: Option<f64>| {
            assert_eq!(moment(&SqlValue::Text(text.to_owned())), expected, "{text}");
        };
        check("1970-01-02", Some(1.0));
        check("1970-01-02T00:00:00", Some(1.0));
        check("1970-01-02T18:00:00.000Z", Some(1.75));
        check("soon", None);
        assert_eq!(moment(&SqlValue::Whole(1)), None);
    }

    #[test]
    fn measured_numbers_are_short_and_keep_their_size() {
        let check = |number: f64, expected: &str| assert_eq!(six_digits(number), expected);
        check(0.230_183_873_1, "0.230184");
        check(0.005_134_465_6, "0.00513447");
        check(-1_234_567.89, "-1234568");
        check(100.0, "100");
        check(0.0, "0");
        check(1.5, "1.5");
    }

    #[test]
    fn exact_numbers_come_as_texts_when_they_are_long() {
        assert_eq!(number(&SqlValue::Text("12345678901234567.25".into())), Some(12_345_678_901_234_567.25));
        assert_eq!(number(&SqlValue::Text("nothing".into())), None);
        assert_eq!(number(&SqlValue::Number(f64::INFINITY)), None);
    }
}
