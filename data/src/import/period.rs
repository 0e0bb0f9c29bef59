//! Periods as the headings of columns write them: days, weeks, months and years.

use jiff::Unit;
use jiff::civil::{Date, Weekday};
use jiff::fmt::strtime;

/// A period of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    pub(super) first: Date,
    pub(super) days: i32,
}

/// The period that a text is in this format: a day, or where the format has none the week (ISO 8601), month or year. `None`
/// if the text is not so written.
pub(super) fn period(format: &str, text: &str) -> Option<Period> {
    let mut parsed = strtime::parse(format, text.trim()).ok()?;
    if let Ok(first) = parsed.to_date() {
        return Some(Period { first, days: 1 });
    }
    if parsed.iso_week().is_some() {
        parsed.set_weekday(Some(Weekday::Monday));
        return parsed.to_date().ok().map(|first| Period { first, days: 7 });
    }
    let is_month = parsed.month().is_some();
    if !is_month {
        parsed.set_month(Some(1)).ok()?;
    }
    parsed.set_day(Some(1)).ok()?;
    let first = parsed.to_date().ok()?;
    let days = if is_month { first.days_in_month().into() } else { first.days_in_year().into() };
    Some(Period { first, days })
}

/// True for a format in which periods can be written and read.
pub(super) fn is_period_format(format: &str) -> bool {
    let first = jiff::civil::date(2024, 7, 1);
    let text = strtime::format(format, first);
    text.is_ok_and(|text| period(format, &text).is_some_and(|period| holds(period, first)))
}

fn holds(period: Period, day: Date) -> bool {
    let since = period.first.until((Unit::Day, day)).map(|span| span.get_days());
    since.is_ok_and(|days| (0..period.days).contains(&days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_periods_of_the_calendar() {
        for (format, text, first, days) in [
            ("%Y-%m", "2024-02", "2024-02-01", 29),
            ("%m/%Y", " 12/2023 ", "2023-12-01", 31),
            ("%b %y", "Feb 23", "2023-02-01", 28),
            ("%Y年%m月", "2024年7月", "2024-07-01", 31),
            ("%Y-%m Menge", "2024-01 Menge", "2024-01-01", 31),
            ("KW %V/%G", "KW 01/2025", "2024-12-30", 7),
            ("%G-W%V", "2020-W53", "2020-12-28", 7),
            ("%d.%m.%Y", "31.01.2024", "2024-01-31", 1),
            ("%Y", "2024", "2024-01-01", 366),
        ] {
            let expected = Period { first: first.parse().unwrap(), days };
            assert_eq!(period(format, text), Some(expected), "{format} {text}");
            assert!(is_period_format(format), "{format}");
        }
        for (format, text) in
            [("%Y-%m", "2024"), ("%Y-%m", "2024-01 Umsatz"), ("%Y-%m", "2024-13"), ("%G-W%V", "2021-W53")]
        {
            assert_eq!(period(format, text), None, "{format} {text}");
        }
        for format in ["Menge", "%H:%M", "%m", "%", "%J"] {
            assert!(!is_period_format(format), "{format}");
        }
    }
}
