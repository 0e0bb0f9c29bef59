//! Times of a long file: dates, moments or integers, each a count inside.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray, TimestampMicrosecondArray};
use jiff::civil;
use jiff::tz::TimeZone;
use planning::day::Day;

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// What the times of a file are. Dates and moments are counted in microseconds since 1970-01-01, integers as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Dates without a time of day.
    Date,
    /// Dates with a time of day.
    Moment {
        /// Times were given with an offset, and are in UTC.
        zoned: bool,
        /// Date and time are apart by a blank instead of a `T`.
        blank: bool,
    },
}

/// The first and last time there may be: years 1 to 9999.
const BOUNDS: (i64, i64) = (-719_162 * DAY, 2_932_896 * DAY + DAY - 1);
/// Integers are exact up to here in every program that keeps numbers as doubles.
const INTEGER_MAX: i64 = 1 << 53;

impl Kind {
    /// The kind that holds both; none if there is no such.
    pub(super) fn with(self, other: Kind) -> Option<Kind> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Kind::Date, moment @ Kind::Moment { .. }) | (moment @ Kind::Moment { .. }, Kind::Date) => {
                Some(moment)
            }
            (Kind::Moment { zoned: a, blank }, Kind::Moment { zoned: b, .. }) if a == b => {
                Some(Kind::Moment { zoned: a, blank })
            }
            _ => None,
        }
    }

    /// Understands a text: an integer, `2024-02-01`, or that with a time of day in ISO 8601.
    pub(super) fn parse(text: &str) -> Option<(i64, Kind)> {
        if let Ok(day) = text.parse::<Day>() {
            return Some((i64::from(day.0) * DAY, Kind::Date));
        }
        if let Ok(number) = text.parse::<i64>() {
            return Some((number, Kind::Integer));
        }
        let blank = text.as_bytes().get(10) == Some(&b' ');
        let has_offset = text.get(10..).is_some_and(|rest| rest.contains(['Z', 'z', '+', '-']));
        if has_offset {
            let at = text.parse::<jiff::Timestamp>().ok()?;
            return Some((at.as_microsecond(), Kind::Moment { zoned: true, blank }));
        }
        let at = text.parse::<civil::DateTime>().ok()?;
        let at = at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_microsecond();
        Some((at, Kind::Moment { zoned: false, blank }))
    }

    /// True for a time that can be counted with.
    pub(super) fn holds(self, at: i64) -> bool {
        match self {
            Kind::Integer => (-INTEGER_MAX..=INTEGER_MAX).contains(&at),
            _ => (BOUNDS.0..=BOUNDS.1).contains(&at),
        }
    }

    /// A time as the file writes it: `2024-02-01`, `2024-02-01T08:00:00`, `17`.
    pub fn to_text(self, at: i64) -> String {
        let Kind::Moment { zoned, blank } = self else {
            return match self {
                Kind::Integer => at.to_string(),
                _ => day_of(at).to_string(),
            };
        };
        let time = at.rem_euclid(DAY);
        let (seconds, micros) = (time / 1_000_000, time % 1_000_000);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
        let (mark, zone) = (if blank { ' ' } else { 'T' }, if zoned { "Z" } else { "" });
        format!("{}{mark}{clock}{fraction}{zone}", day_of(at))
    }

    /// Times as a column: typed, or as the file writes them.
    pub fn column(self, times: Vec<Option<i64>>, typed: bool) -> ArrayRef {
        match self {
            Kind::Integer => Arc::new(Int64Array::from(times)),
            Kind::Date if typed => {
                Arc::new(times.into_iter().map(|at| at.map(|at| day_of(at).0)).collect::<Date32Array>())
            }
            Kind::Moment { zoned, .. } if typed => {
                Arc::new(TimestampMicrosecondArray::from(times).with_timezone_opt(zoned.then_some("UTC")))
            }
            _ => {
                let texts = times.into_iter().map(|at| at.map(|at| self.to_text(at)));
                Arc::new(texts.collect::<StringArray>())
            }
        }
    }
}

/// The date of a time.
pub(super) fn day_of(at: i64) -> Day {
    // Times are within four-digit years, or a horizon beyond: the count of days fits by far.
    Day(at.div_euclid(DAY) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: Kind = Kind::Moment { zoned: false, blank: false };

    #[test]
    fn times_are_written_as_they_were_read() {
        for (text, count, kind) in [
            ("1970-01-02", DAY, Kind::Date),
            ("1970-01-02T01:00:00", DAY + DAY / 24, LOCAL),
            ("1969-12-31 23:59:59.500000", -500_000, Kind::Moment { zoned: false, blank: true }),
            ("1970-01-01T00:00:00Z", 0, Kind::Moment { zoned: true, blank: false }),
            ("-7", -7, Kind::Integer),
            ("20240101", 20_240_101, Kind::Integer),
        ] {
            assert_eq!(Kind::parse(text), Some((count, kind)), "{text}");
            assert_eq!(kind.to_text(count), text);
        }
        assert_eq!(Kind::parse("1970-01-01T02:00:00+02:00").map(|parsed| parsed.0), Some(0));
        assert_eq!(
            Kind::parse("1970-01-01 00:01"),
            Some((60_000_000, Kind::Moment { zoned: false, blank: true }))
        );
        for text in ["", "01/02/2024", "2024-02-30", "Q1", "1.5", "über£über£über"] {
            assert_eq!(Kind::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_go_with_moments_and_nothing_with_integers() {
        assert_eq!(Kind::Date.with(LOCAL), Some(LOCAL));
        assert_eq!(Kind::Date.with(Kind::Integer), None);
        assert_eq!(LOCAL.with(Kind::Moment { zoned: true, blank: false }), None);
        assert!(Kind::Date.holds(0) && !Kind::Date.holds(i64::MAX) && !Kind::Integer.holds(i64::MIN));
    }
}
