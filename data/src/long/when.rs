//! Times of a long file: dates, moments or integers, each a count inside.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray, TimestampMicrosecondArray};
use jiff::civil;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::TimeZone;
use planning::day::Day;

/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;
const SECOND: i64 = 1_000_000;

/// The kind of the times of a file. Dates and moments are counted in microseconds of local time since 1970-01-01,
/// integers as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Dates without a time of day.
    Date,
    /// Dates written as whole numbers: 20240201.
    Dashless,
    /// Dates with a time of day.
    Moment {
        /// The UTC offset, where it is known.
        offset: Option<Offset>,
        /// Date and time are separated by a blank instead of a `T`.
        blank: bool,
    },
}

/// An offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offset {
    /// Zero, written as `Z`.
    Utc,
    /// This many seconds, written as in `+02:00`.
    Seconds(i32),
}

impl Offset {
    /// In seconds.
    pub(super) fn seconds(self) -> i32 {
        match self {
            Offset::Utc => 0,
            Offset::Seconds(seconds) => seconds,
        }
    }

    /// In microseconds.
    pub(super) fn micros(self) -> i64 {
        i64::from(self.seconds()) * SECOND
    }

    fn to_text(self) -> String {
        let Offset::Seconds(seconds) = self else { return "Z".into() };
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The first and last possible time: years 1 to 9999.
const BOUNDS: (i64, i64) = (-719_162 * DAY, 2_932_896 * DAY + DAY - 1);
/// Integers up to this are exact in every program that stores numbers as doubles.
const INTEGER_MAX: i64 = 1 << 53;
/// Years in which a whole number may be a date.
pub(super) const DASHLESS_YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

impl Kind {
    /// The kind that includes both; `None` if there is none.
    pub(super) fn with(self, other: Kind) -> Option<Kind> {
        use Kind::{Dashless, Date, Moment};
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Date, Dashless) | (Dashless, Date) => Some(Date),
            (Date | Dashless, moment @ Moment { .. }) | (moment @ Moment { .. }, Date | Dashless) => {
                Some(moment)
            }
            (Moment { offset: a, blank }, Moment { offset: b, .. }) if a.is_some() == b.is_some() => {
                Some(Moment { offset: a, blank })
            }
            _ => None,
        }
    }

    /// Parses a text: an integer, `2024-02-01`, or a date with a time of day in ISO 8601.
    pub(super) fn parse(text: &str) -> Option<(i64, Kind)> {
        if let Ok(day) = text.parse::<Day>() {
            return Some((i64::from(day.0) * DAY, Kind::Date));
        }
        if let Ok(number) = text.parse::<i64>() {
            return Some((number, Kind::Integer));
        }
        let blank = text.as_bytes().get(10) == Some(&b' ');
        let has_offset = text.get(10..).is_some_and(|rest| rest.contains(['Z', 'z', '+', '-']));
        let (shown, offset) = if has_offset { with_offset(text)? } else { (text.parse().ok()?, None) };
        let at = shown.to_zoned(TimeZone::UTC).ok()?.timestamp().as_microsecond();
        Some((at, Kind::Moment { offset, blank }))
    }

    /// A time given on the command line, counted as the file's times are; `None` if it is not of their kind.
    pub fn read(self, text: &str) -> Option<i64> {
        let (at, kind) = Kind::parse(text.trim())?;
        match (self, kind) {
            (Kind::Integer, Kind::Integer) => Some(at),
            (Kind::Integer, _) => None,
            (_, Kind::Integer) => dashless_date(at),
            _ => Some(at),
        }
    }

    /// True for a time within the supported range.
    pub(super) fn holds(self, at: i64) -> bool {
        match self {
            Kind::Integer => (-INTEGER_MAX..=INTEGER_MAX).contains(&at),
            _ => (BOUNDS.0..=BOUNDS.1).contains(&at),
        }
    }

    /// A time as the file writes it: `2024-02-01`, `2024-02-01T08:00:00`, `17`.
    pub fn to_text(self, at: i64) -> String {
        let (offset, blank) = match self {
            Kind::Integer => return at.to_string(),
            Kind::Dashless => return dashless(at).to_string(),
            Kind::Date => return day_of(at).to_string(),
            Kind::Moment { offset, blank } => (offset, blank),
        };
        let time = at.rem_euclid(DAY);
        let (seconds, micros) = (time / SECOND, time % SECOND);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
        let (mark, zone) = (if blank { ' ' } else { 'T' }, offset.map_or(String::new(), Offset::to_text));
        format!("{}{mark}{clock}{fraction}{zone}", day_of(at))
    }

    /// Times as a column: typed, or as the file writes them.
    pub fn column(self, times: Vec<Option<i64>>, typed: bool) -> ArrayRef {
        match self {
            Kind::Integer => Arc::new(Int64Array::from(times)),
            Kind::Dashless => Arc::new(times.into_iter().map(|at| at.map(dashless)).collect::<Int64Array>()),
            Kind::Date if typed => {
                Arc::new(times.into_iter().map(|at| at.map(|at| day_of(at).0)).collect::<Date32Array>())
            }
            Kind::Moment { offset, .. } if typed => {
                let utc = |at: i64| at - offset.map_or(0, Offset::micros);
                let times: TimestampMicrosecondArray = times.into_iter().map(|at| at.map(utc)).collect();
                Arc::new(times.with_timezone_opt(offset.map(|_| "UTC")))
            }
            _ => {
                let texts = times.into_iter().map(|at| at.map(|at| self.to_text(at)));
                Arc::new(texts.collect::<StringArray>())
            }
        }
    }
}

/// A local time with its UTC offset.
fn with_offset(text: &str) -> Option<(civil::DateTime, Option<Offset>)> {
    let pieces = Pieces::parse(text).ok()?;
    let offset = match pieces.offset()? {
        PiecesOffset::Zulu => Offset::Utc,
        _ => Offset::Seconds(pieces.to_numeric_offset()?.seconds()),
    };
    Some((pieces.date().to_datetime(pieces.time()?), Some(offset)))
}

/// The date that a whole number spells without dashes, as a count, if it is one.
pub(super) fn dashless_date(number: i64) -> Option<i64> {
    let year = number / 10_000;
    let part = |number: i64| u32::try_from(number % 100).ok();
    let day = Day::from_ymd(i32::try_from(year).ok()?, part(number / 100)?, part(number)?);
    day.filter(|_| DASHLESS_YEARS.contains(&year)).map(|day| i64::from(day.0) * DAY)
}

fn dashless(at: i64) -> i64 {
    let (year, month, day) = day_of(at).ymd();
    i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)
}

/// The date of a time.
#[expect(clippy::cast_possible_truncation, reason = "64 bits of microseconds are 28 bits of days")]
pub(super) fn day_of(at: i64) -> Day {
    Day(at.div_euclid(DAY) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCAL: Kind = Kind::Moment { offset: None, blank: false };

    fn ahead(seconds: i32) -> Kind {
        Kind::Moment { offset: Some(Offset::Seconds(seconds)), blank: false }
    }

    #[test]
    fn times_are_written_as_they_were_read() {
        for (text, count, kind) in [
            ("1970-01-02", DAY, Kind::Date),
            ("1970-01-02T01:00:00", DAY + DAY / 24, LOCAL),
            ("1969-12-31 23:59:59.500000", -500_000, Kind::Moment { offset: None, blank: true }),
            ("1970-01-01T00:00:00Z", 0, Kind::Moment { offset: Some(Offset::Utc), blank: false }),
            ("1970-01-01T02:00:00+02:00", DAY / 12, ahead(7_200)),
            ("1970-01-02T00:00:00-03:30", DAY, ahead(-12_600)),
            ("-7", -7, Kind::Integer),
            ("20240101", 20_240_101, Kind::Integer),
        ] {
            assert_eq!(Kind::parse(text), Some((count, kind)), "{text}");
            assert_eq!(kind.to_text(count), text);
        }
        assert_eq!(
            Kind::parse("1970-01-01 00:01"),
            Some((60_000_000, Kind::Moment { offset: None, blank: true }))
        );
        for text in ["", "01/02/2024", "2024-02-30", "Q1", "1.5", "über£über£über", "2024-01-01+02:00"] {
            assert_eq!(Kind::parse(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_may_be_dates() {
        let written = |number| dashless_date(number).map(|at| Kind::Dashless.to_text(at));
        for number in [19_000_101, 20_240_229, 21_991_231] {
            assert_eq!(written(number), Some(number.to_string()));
        }
        for number in [0, 1, 2_024, 100_000, 18_991_231, 20_230_229, 20_241_301, 20_240_100, 22_000_101] {
            assert_eq!(written(number), None, "{number}");
        }
        for number in [-20_240_101, i64::MIN, i64::MAX, 1 << 53] {
            assert_eq!(written(number), None, "{number}");
        }
    }

    #[test]
    fn a_time_named_beside_a_file_is_of_its_kind() {
        for kind in [Kind::Date, Kind::Dashless, LOCAL] {
            assert_eq!(kind.read("1970-01-03"), Some(2 * DAY));
            assert_eq!(kind.read(" 19700103"), Some(2 * DAY));
            assert_eq!(kind.read("3"), None);
        }
        assert_eq!((Kind::Integer.read("3"), Kind::Integer.read("1970-01-03")), (Some(3), None));
    }

    #[test]
    fn dates_go_with_moments_and_nothing_with_integers() {
        assert_eq!(Kind::Date.with(LOCAL), Some(LOCAL));
        assert_eq!((Kind::Date.with(Kind::Integer), Kind::Dashless.with(Kind::Integer)), (None, None));
        assert_eq!(Kind::Dashless.with(Kind::Date), Some(Kind::Date));
        assert_eq!(LOCAL.with(ahead(0)), None);
        assert_eq!(ahead(3_600).with(ahead(7_200)), Some(ahead(3_600)));
        assert!(Kind::Date.holds(0) && !Kind::Date.holds(i64::MAX) && !Kind::Integer.holds(i64::MIN));
    }
}
