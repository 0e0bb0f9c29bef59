//! Civil dates as a count of days, without time zones: a snapshot's dates are fixed at import.

use crate::convert::whole_u32;
use core::fmt;
use core::str::FromStr;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A civil date: days since 1970-01-01 (the meaning of Arrow's Date32).
///
/// Readable formats such as JSON hold it as a text (`2011-12-09`), binary formats as the count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The date of a proleptic Gregorian year, month (1–12) and day (1–31), or `None` if there is no such date.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        // Days from civil, after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let y = i64::from(year) - i64::from(month <= 2);
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let shifted_month = i64::from((month + 9) % 12);
        let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        i32::try_from(era * 146_097 + day_of_era - 719_468).ok().map(Day)
    }

    /// Year, month (1–12) and day of the month (1–31).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days of 32 bits are six million years"
    )]
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
        let year = (year_of_era + era * 400) as i32 + i32::from(month <= 2);
        (year, month, day)
    }

    /// This date moved by a number of days; saturates at the first and last date.
    #[must_use]
    pub fn plus(self, days: impl Into<i64>) -> Self {
        let day = i64::from(self.0).saturating_add(days.into());
        let end = if day < 0 { i32::MIN } else { i32::MAX };
        Day(i32::try_from(day).unwrap_or(end))
    }

    /// The date so many whole days later; the same date for less than one day. `None` for NaN, and beyond the year
    /// 9999, the last that a date can be written in.
    pub fn after(self, days: f64) -> Option<Self> {
        const LAST: Day = Day(2_932_896);
        (libm::floor(days) <= f64::from(LAST.since(self))).then(|| self.plus(whole_u32(days)))
    }

    /// Months since the year 0.
    pub fn month_number(self) -> i64 {
        let (year, month, _) = self.ymd();
        i64::from(year) * 12 + i64::from(month) - 1
    }

    /// The day with this number in a month, or the month's last day if the month is shorter; `None` beyond the range
    /// of dates.
    pub fn in_month(month_number: i64, day: u32) -> Option<Self> {
        let year = i32::try_from(month_number.div_euclid(12)).ok()?;
        let month = u32::try_from(month_number.rem_euclid(12) + 1).ok()?;
        (1..=day).rev().find_map(|day| Day::from_ymd(year, month, day))
    }

    /// Whether it is the last day of its month.
    pub fn is_month_end(self) -> bool {
        self.plus(1).ymd().2 == 1
    }

    /// Whether it is a day from Monday to Friday.
    pub fn is_working_day(self) -> bool {
        self.since_monday() < 5
    }

    /// Days since the last Monday, 0 to 6.
    pub fn since_monday(self) -> i32 {
        // 1970-01-01 was a Thursday.
        (self.0.rem_euclid(7) + 3) % 7
    }

    /// Whole months from `earlier` to this date, if at least one: both fall on the same day of their months, or on
    /// the last day of a shorter month.
    pub fn whole_months_since(self, earlier: Day) -> Option<i64> {
        let months = self.month_number() - earlier.month_number();
        let day = self.ymd().2.max(earlier.ymd().2);
        let is_on_it = |date: Day| Day::in_month(date.month_number(), day) == Some(date);
        (months > 0 && is_on_it(earlier) && is_on_it(self)).then_some(months)
    }

    /// Days from `earlier` to this date; negative if it is later.
    pub fn since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2011-12-09`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A text that is not a date of the form `2011-12-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a date; write year-month-day, as in 2011-12-09")
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let bytes = text.as_bytes();
        let digits = |range: core::ops::Range<usize>| {
            let part = bytes.get(range)?;
            part.iter()
                .all(u8::is_ascii_digit)
                .then(|| part.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')))
        };
        let parsed = || {
            if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
                return None;
            }
            Day::from_ymd(i32::try_from(digits(0..4)?).ok()?, digits(5..7)?, digits(8..10)?)
        };
        parsed().ok_or(NotADay)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return i32::deserialize(deserializer).map(Day);
        }
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| D::Error::custom(format!("{text:?} {error}")))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        for (text, days) in
            [("1970-01-01", 0), ("2000-02-29", 11_016), ("2011-12-09", 15_317), ("1969-12-31", -1)]
        {
            assert_eq!(text.parse(), Ok(Day(days)));
            assert_eq!(Day(days).to_string(), text);
        }
    }

    #[test]
    fn weeks_and_months() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(
            ["2024-12-29", "2024-12-30", "1969-12-29"].map(|text| day(text).since_monday()),
            [6, 0, 0]
        );
        assert!(day("2024-03-29").is_working_day() && !day("2024-03-30").is_working_day());
        for (earlier, later, months) in [
            ("2023-12-30", "2024-02-29", Some(2)),
            ("2023-02-28", "2023-03-30", Some(1)),
            ("2023-02-28", "2023-03-31", Some(1)),
            ("2024-02-28", "2024-03-30", None),
            ("2020-02-29", "2021-02-28", Some(12)),
            ("2024-01-15", "2024-01-15", None),
        ] {
            assert_eq!(day(later).whole_months_since(day(earlier)), months, "{earlier} {later}");
        }
    }

    #[test]
    fn json_dates_are_texts() {
        assert_eq!(serde_json::to_string(&Day(15_317)).expect("JSON"), "\"2011-12-09\"");
        assert_eq!(serde_json::from_str::<Day>("\"2011-12-09\"").expect("a day"), Day(15_317));
        let refused = serde_json::from_str::<Day>("\"9 December\"").expect_err("not a day").to_string();
        assert!(refused.contains("9 December"), "{refused}");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in
            ["", "2011-02-29", "2011-13-01", "2011-1-01", "20111-01-01", "2011-12-09T00:00", "+011-12-09"]
        {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }

    #[test]
    fn moved_beyond_all_dates_it_is_the_last_and_never_another() {
        let day = Day(15_317);
        assert_eq!((day.plus(u32::MAX), day.plus(i64::MIN)), (Day(i32::MAX), Day(i32::MIN)));
        assert_eq!((Day(i32::MAX).plus(1), Day(i32::MIN).plus(-1)), (Day(i32::MAX), Day(i32::MIN)));
        assert_eq!((Day::in_month(i64::MAX, 1), Day::in_month(12 << 32, 1)), (None, None));
        assert_eq!(
            Day::in_month(2011 * 12 + 1, 30).map(|day| day.to_string()).as_deref(),
            Some("2011-02-28")
        );
    }

    #[test]
    fn there_is_no_later_date_that_cannot_be_written() {
        let (day, last) = (Day(15_317), "9999-12-31".parse::<Day>().expect("a date"));
        assert_eq!([0.0, 2.9, 3.0].map(|days| day.after(days)), [0, 2, 3].map(|days| Some(day.plus(days))));
        assert_eq!(
            [last.after(0.9), last.after(1.0), last.plus(-9).after(9.0)],
            [Some(last), None, Some(last)]
        );
        for days in [f64::NAN, f64::INFINITY, 5e9, 1e300] {
            assert_eq!(day.after(days), None, "{days}");
        }
    }

    proptest::proptest! {
        #[test]
        fn civil_dates_round_trip(days in -700_000..2_900_000i32) {
            let (year, month, day) = Day(days).ymd();
            proptest::prop_assert_eq!(Day::from_ymd(year, month, day), Some(Day(days)));
        }
    }
}
