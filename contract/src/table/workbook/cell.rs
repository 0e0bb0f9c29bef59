//! Values as cells of a sheet: numbers of at most 15 digits, dates that Excel's calendar has, and else texts.

use crate::SqlValue;
use crate::table::{Cell, is_safe};
use planning::day::Day;
use std::ops::RangeInclusive;

/// Excel's number of 1970-01-01, and its first and last day. It takes 1900 for a leap year, so its days are counted
/// from after the one that never was.
const EPOCH: i32 = 25_569;
const DAYS: RangeInclusive<i32> = 61..=2_958_465;

/// A cell of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetCell {
    /// Nothing.
    Missing,
    /// Text, whatever it begins with: never a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A date, in days as Excel counts them.
    Date(f64),
    /// A moment, with the time as a part of its day.
    Moment(f64),
    /// Yes or no.
    Flag(bool),
}

/// A cell of a row.
pub(super) fn of_row<R>(cell: &Cell<R>, row: &R) -> SheetCell {
    let number = |number: Option<f64>| match number.filter(|number| number.is_finite()) {
        Some(number) => SheetCell::Number(number),
        None => SheetCell::Missing,
    };
    match cell {
        Cell::Text(of) => of(row).map_or(SheetCell::Missing, |text| SheetCell::Text(text.to_owned())),
        Cell::Number(of) => number(of(row)),
        // With the fewest digits that single precision needs, as in other answers.
        Cell::Single(of) => number(of(row).and_then(|single| single.to_string().parse().ok())),
        Cell::Count(of) => of(row).map_or(SheetCell::Missing, |count| exact(count.to_string())),
        Cell::Date(of) => of(row).map_or(SheetCell::Missing, |day| date(day.to_string())),
        Cell::Flag(of) => of(row).map_or(SheetCell::Missing, SheetCell::Flag),
    }
}

/// A value of a query's answer, in a column of dates and moments or of others.
pub fn of_value(is_time: bool, value: SqlValue) -> SheetCell {
    match value {
        SqlValue::Missing => SheetCell::Missing,
        SqlValue::Flag(flag) => SheetCell::Flag(flag),
        SqlValue::Whole(number) => exact(number.to_string()),
        SqlValue::Number(number) => SheetCell::Number(number),
        SqlValue::Text(text) if is_time => date(text),
        SqlValue::Text(text) => SheetCell::Text(text),
    }
}

/// A whole number, as a text if Excel would round it.
fn exact(digits: String) -> SheetCell {
    match digits.parse() {
        Ok(number) if is_safe(&digits) => SheetCell::Number(number),
        _ => SheetCell::Text(digits),
    }
}

/// A date or moment in ISO 8601. It stays a text where Excel has no such day, or would lose a part of the second or the
/// time zone.
fn date(text: String) -> SheetCell {
    moment(&text).unwrap_or(SheetCell::Text(text))
}

fn moment(text: &str) -> Option<SheetCell> {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let Day(day) = day.parse().ok()?;
    let days = day.checked_add(EPOCH).filter(|days| DAYS.contains(days))?;
    let Some(time) = time else { return Some(SheetCell::Date(days.into())) };
    let (time, thousandths) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<u32> = time.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let &[hours, minutes, seconds] = &parts[..] else { return None };
    if thousandths.len() > 3 {
        return None;
    }
    let thousandths: u32 = format!("{thousandths:0<3}").parse().ok()?;
    let passed = f64::from(hours * 3_600 + minutes * 60 + seconds) + f64::from(thousandths) / 1_000.0;
    Some(SheetCell::Moment(f64::from(days) + passed / 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_excel_or_texts() {
        let check = |text: &str, expected: SheetCell| {
            assert_eq!(of_value(true, SqlValue::Text(text.into())), expected, "{text}");
        };
        check("1900-03-01", SheetCell::Date(61.0));
        check("2011-12-09", SheetCell::Date(40_886.0));
        check("2011-12-09T18:00:00", SheetCell::Moment(40_886.75));
        check("2011-12-09T00:00:00.5", SheetCell::Moment(40_886.0 + 0.5 / 86_400.0));
        for text in ["1900-02-28", "2011-12-09T00:00:00.000001", "2011-12-09T18:00:00Z", "soon", "9999"] {
            check(text, SheetCell::Text(text.into()));
        }
        check("+12011-01-01", SheetCell::Text("+12011-01-01".into()));
    }

    #[test]
    fn numbers_that_excel_would_round_are_texts() {
        let check = |value: SqlValue, expected: SheetCell| {
            assert_eq!(of_value(false, value), expected);
        };
        check(SqlValue::Whole(-999_999_999_999_999), SheetCell::Number(-999_999_999_999_999.0));
        check(SqlValue::Whole(1_000_000_000_000_001), SheetCell::Text("1000000000000001".into()));
        check(SqlValue::Text("12345678901234567.25".into()), SheetCell::Text("12345678901234567.25".into()));
        check(SqlValue::Number(0.1), SheetCell::Number(0.1));
    }
}
