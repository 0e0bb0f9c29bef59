//! Cells of an answer, as people read them and as the numbers and moments that pictures are drawn from; what their types
//! and units are called.

use crate::charts::whole_place;
use crate::view::{Element, el};
use crate::{format, text};
use contract::{SqlAnswer, SqlColumn, SqlKind, SqlValue};
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

/// A number in at most six significant digits, unless it has more before the point; by powers of ten where it is very large or
/// very small. The page's script writes the rows that it fetches in the same way.
fn six_digits(number: f64) -> String {
    let size = number.abs();
    if size > 0.0 && !(1e-6..1e15).contains(&size) {
        let text = format!("{number:.5e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return [without_zeros(digits), "e", power].concat();
    }
    let decimals = whole_usize((5.0 - size.max(f64::MIN_POSITIVE).log10().floor()).clamp(0.0, 12.0));
    // Zero has no sign.
    let text = format!("{:.decimals$}", number + 0.0);
    without_zeros(&text).to_owned()
}

/// A number without the zeros at the end of its decimals.
fn without_zeros(text: &str) -> &str {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
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

/// A moment as people read it: its day, and the time where it is not midnight.
pub(super) fn moment_text(at: f64) -> String {
    // Half a minute before midnight belongs to the next day.
    let rounded = at + 0.5 / 1_440.0;
    let minute = whole_place(((rounded - rounded.floor()) * 1_440.0).floor());
    let date = format::date(Day(whole_place(rounded.floor())));
    match minute {
        0 => date,
        _ => text::date_and_time(&date, &format!("{:02}:{:02}", minute / 60, minute % 60)),
    }
}

/// What values of a kind are called.
pub(super) fn kind(kind: SqlKind) -> &'static str {
    text::sql_kind(kind.name()).name
}

/// An answer in which sums of money have the unit of the data.
pub(in crate::pages) fn in_currency(answer: &SqlAnswer, currency: &str) -> SqlAnswer {
    let mut answer = answer.clone();
    let units = answer.columns.iter_mut().filter_map(|column| column.unit.as_mut());
    units.filter(|unit| *unit == "currency").for_each(|unit| currency.clone_into(unit));
    answer
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
    fn a_time_is_said_where_there_is_one() {
        let shown = |at: f64| moment_text(at).replace('\u{a0}', " ");
        assert_eq!((shown(1.0), shown(1.75)), ("2 Jan 1970".into(), "2 Jan 1970, 18:00".into()));
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
        check(-0.0, "0");
        check(-1.2e-13, "-1.2e-13");
        check(1e-6, "0.000001");
        check(1.234_567_8e18, "1.23457e18");
    }

    #[test]
    fn exact_numbers_come_as_texts_when_they_are_long() {
        assert_eq!(number(&SqlValue::Text("12345678901234567.25".into())), Some(12_345_678_901_234_567.25));
        assert_eq!(number(&SqlValue::Text("nothing".into())), None);
        assert_eq!(number(&SqlValue::Number(f64::INFINITY)), None);
    }
}
