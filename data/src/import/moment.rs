//! Converts times as sources write them to local times in the mapping's time zone.

use jiff::civil;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

use super::mapping::Mapping;
use crate::source::Reason;

/// Microseconds of a day.
pub(super) const DAY_MICROS: i64 = 86_400_000_000;

/// Parses times.
pub struct Moments<'a> {
    formats: &'a [String],
    zone: &'a TimeZone,
    first: civil::Date,
    last: civil::Date,
}

impl<'a> Moments<'a> {
    /// Times after `last` are refused, because one order dated next century would move every window of the dashboard.
    pub fn new(mapping: &'a Mapping, last: Option<civil::Date>) -> Moments<'a> {
        Moments {
            formats: &mapping.moments,
            zone: &mapping.zone,
            first: civil::date(1900, 1, 1),
            last: last.unwrap_or(civil::date(2199, 12, 31)),
        }
    }

    /// Microseconds since 1970-01-01 in local time.
    ///
    /// # Errors
    /// The reason why the text is not a time, or not one that a source may have.
    pub fn local(&self, text: &str) -> Result<i64, Reason> {
        let Some(at) = self.parse(text) else {
            return Err(Reason::NotATime);
        };
        if at.date() < self.first || at.date() > self.last {
            return Err(Reason::NotBetween(self.first.to_string(), self.last.to_string()));
        }
        // Civil time has no offsets: counted as if in UTC.
        let counted = at.to_zoned(TimeZone::UTC).map_err(|error| Reason::Other(error.to_string()))?;
        // Rounded down: towards zero, the last moment before 1970 would have the next day.
        let micros = counted.timestamp().as_nanosecond().div_euclid(1_000);
        i64::try_from(micros).map_err(|error| Reason::Other(error.to_string()))
    }

    /// ISO 8601 is always accepted; a time with an offset is converted, one without is local.
    fn parse(&self, text: &str) -> Option<civil::DateTime> {
        // A time may name its own zone, as in 2025-03-30T02:30[Europe/Berlin].
        if text.ends_with(']') {
            let at = text.parse::<jiff::Zoned>().ok()?;
            return Some(at.with_time_zone(self.zone.clone()).datetime());
        }
        let has_offset = text.get(10..).is_some_and(|rest| rest.contains(['Z', 'z', '+', '-']));
        if has_offset && let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Some(at.to_zoned(self.zone.clone()).datetime());
        }
        if !has_offset && let Ok(at) = text.parse::<civil::DateTime>() {
            return Some(at);
        }
        self.formats.iter().find_map(|format| {
            let parsed = strtime::parse(format, text).ok()?;
            if parsed.offset().is_some() {
                return parsed.to_timestamp().ok().map(|at| at.to_zoned(self.zone.clone()).datetime());
            }
            parsed.to_datetime().or_else(|_| parsed.to_date().map(|date| date.at(0, 0, 0, 0))).ok()
        })
    }
}

/// Days since 1970-01-01 of such a time.
#[expect(clippy::cast_possible_truncation, reason = "64 bits of microseconds are 28 bits of days")]
pub(super) fn day_of(local_micros: i64) -> i32 {
    local_micros.div_euclid(DAY_MICROS) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> Mapping {
        let formats = r#"["%d/%m/%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %H:%M %z"]"#;
        let text = format!(
            "currency = \"GBP\"\ntime_zone = \"Europe/London\"\ntimestamps = {{ formats = {formats} }}"
        );
        Mapping::parse("mapping.toml", &text).unwrap()
    }

    #[test]
    fn times_are_those_of_clocks_in_the_zone() {
        let mapping = mapping();
        for (text, expected) in [
            ("2010-12-01", "2010-12-01T00:00:00"),
            ("2010-12-01 08:26", "2010-12-01T08:26:00"),
            ("2011-06-30T23:30:00Z", "2011-07-01T00:30:00"),
            ("2011-06-30T23:30:00+02:00", "2011-06-30T22:30:00"),
            ("01/07/2011 09:05", "2011-07-01T09:05:00"),
            ("01.07.2011", "2011-07-01T00:00:00"),
            ("01/07/2011 09:05 +0000", "2011-07-01T10:05:00"),
            ("2011-06-30T23:30:00Z[Europe/Berlin]", "2011-07-01T00:30:00"),
            ("2011-06-30T23:30[America/New_York]", "2011-07-01T04:30:00"),
        ] {
            let at = Moments::new(&mapping, None).parse(text).unwrap();
            assert_eq!(at.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let mapping = mapping();
        let moments = Moments::new(&mapping, None);
        assert_eq!(day_of(moments.local("2011-06-30T22:59:59Z").unwrap()), 15_155);
        assert_eq!(day_of(moments.local("2011-06-30T23:00:00Z").unwrap()), 15_156);
        assert_eq!(day_of(moments.local("1969-12-31 23:59").unwrap()), -1);
        assert_eq!(day_of(moments.local("1969-12-31T23:59:59.9999999").unwrap()), -1);
    }

    /// When clocks go forward they skip times, sometimes midnight; when they go back, some times occur twice. The
    /// written day counts, and a moment with an offset is converted to local time.
    #[test]
    fn days_are_those_of_local_clocks_also_when_they_change() {
        for (zone, text, day) in [
            // Skipped: no clock showed this time.
            ("Europe/Berlin", "2025-03-30 02:30:00", "2025-03-30"),
            ("America/Sao_Paulo", "2018-11-04 00:00:00", "2018-11-04"),
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04"),
            ("Atlantic/Azores", "2025-03-30 00:30:00", "2025-03-30"),
            // Twice.
            ("Europe/Berlin", "2025-10-26 02:30:00", "2025-10-26"),
            ("America/Havana", "2024-11-03 00:30:00", "2024-11-03"),
            // Moments around a midnight that was skipped or repeated.
            ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03"),
            ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"),
            ("America/Sao_Paulo", "2018-02-18T01:30:00Z", "2018-02-17"),
            ("America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17"),
            ("America/Sao_Paulo", "2018-02-18T03:00:00Z", "2018-02-18"),
            ("Atlantic/Azores", "2025-03-30T00:59:59Z", "2025-03-29"),
            ("Atlantic/Azores", "2025-03-30T01:00:00Z", "2025-03-30"),
            ("Asia/Manila", "2025-09-04 16:30:00+00:00", "2025-09-05"),
            // A day that a zone left out when it crossed the date line.
            ("Pacific/Apia", "2011-12-30", "2011-12-30"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
        ] {
            let mapping = Mapping::of_tables_in("XXX", zone).unwrap();
            let day_found = Moments::new(&mapping, None).local(text).map(day_of).unwrap();
            let expected = text_day(day);
            assert_eq!(day_found, expected, "{text} in {zone}");
        }
    }

    fn text_day(text: &str) -> i32 {
        text.parse::<planning::day::Day>().unwrap().0
    }

    #[test]
    fn what_is_no_time_or_out_of_bounds_is_refused() {
        let mapping = mapping();
        let moments = Moments::new(&mapping, Some(civil::date(2012, 1, 1)));
        for (text, reason) in [
            ("2011-02-30", "ISO 8601"),
            ("yesterday, perhaps", "ISO 8601"),
            ("über£über£über", "ISO 8601"),
            ("2012-01-02", "between 1900-01-01 and 2012-01-01"),
            ("0001-01-01", "between 1900-01-01"),
        ] {
            assert!(moments.local(text).unwrap_err().to_string().contains(reason), "{text}");
        }
    }
}
