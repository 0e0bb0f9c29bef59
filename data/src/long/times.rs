//! Reads the times of a file. The kind of some times is known only at the end: whole numbers are dates if all of them
//! can be, and clock changes shift hours but not days. So a file is read under the usual assumption, and once more if
//! that was wrong.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::step::Step;
use super::when::{DASHLESS_YEARS, DAY, Kind, Offset, dashless_date};

/// The assumptions about the times of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// Whole numbers are dates without dashes.
    dashless: bool,
    /// Moments are converted to clocks this many seconds ahead of UTC; `None` leaves each in its own local time.
    clock_seconds: Option<i32>,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading { dashless: true, clock_seconds: None }
    }
}

impl Reading {
    /// The same where whole numbers are not dates.
    pub(super) fn of_integers(self) -> Reading {
        Reading { dashless: false, ..self }
    }
}

/// The times read so far.
#[derive(Clone, Debug)]
pub(super) struct Times {
    reading: Reading,
    kind: Option<Kind>,
    /// The last time, whose UTC offset is used for coming ones.
    latest: i64,
    /// Whether a whole number was not a date.
    has_integer: bool,
    /// Whether UTC offsets differed.
    is_reset: bool,
    /// The least and the greatest last two digits of whole numbers that begin with a year; zero for others.
    parts: [i64; 2],
}

impl Times {
    pub(super) fn new(reading: Reading) -> Times {
        Times {
            reading,
            kind: None,
            latest: i64::MIN,
            has_integer: false,
            is_reset: false,
            parts: [i64::MAX, 0],
        }
    }

    /// The kind of the times; `None` before the first.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// Reads a time, of the same kind as those before it or of a kind that includes theirs.
    pub(super) fn text(&mut self, text: &str) -> Result<i64, String> {
        if text.is_empty() {
            return Err("is empty".into());
        }
        match Kind::parse(text) {
            Some((number, Kind::Integer)) => self.integer(number),
            Some((shown, kind)) => self.moment(shown, kind),
            None => Err("is neither a date nor an integer".into()),
        }
    }

    /// A whole number.
    pub(super) fn integer(&mut self, number: i64) -> Result<i64, String> {
        if !self.reading.dashless {
            let part = if DASHLESS_YEARS.contains(&(number / 100)) { number % 100 } else { 0 };
            self.parts = [self.parts[0].min(part), self.parts[1].max(part)];
            return self.add(number, Kind::Integer);
        }
        match dashless_date(number) {
            Some(at) => self.add(at, Kind::Dashless),
            // The value does not matter, because the file is read again.
            None => {
                self.has_integer = true;
                Ok(0)
            }
        }
    }

    /// A date or a moment, in microseconds of local time.
    pub(super) fn moment(&mut self, shown: i64, kind: Kind) -> Result<i64, String> {
        match (kind, self.reading.clock_seconds) {
            (Kind::Moment { offset: Some(offset), blank }, Some(seconds)) => {
                let clock = Offset::Seconds(seconds);
                let at = shown - offset.micros() + clock.micros();
                self.add(at, Kind::Moment { offset: Some(clock), blank })
            }
            _ => self.add(shown, kind),
        }
    }

    /// A moment in microseconds of UTC, converted to the local time of a zone.
    pub(super) fn utc(&mut self, micros: i64, zone: &TimeZone) -> Result<i64, String> {
        let offset = match Timestamp::from_microsecond(micros) {
            Ok(_) if *zone == TimeZone::UTC => Offset::Utc,
            Ok(at) => Offset::Seconds(zone.to_offset(at).seconds()),
            Err(_) => return Err("is out of bounds".into()),
        };
        self.moment(micros + offset.micros(), Kind::Moment { offset: Some(offset), blank: false })
    }

    fn add(&mut self, at: i64, kind: Kind) -> Result<i64, String> {
        if !kind.holds(at) {
            return Err("is out of bounds".into());
        }
        let mut joined = kind;
        if let Some(before) = self.kind {
            joined = before.with(kind).ok_or("is of another kind than those before it")?;
        }
        if let (Kind::Moment { offset, .. }, Kind::Moment { offset: Some(this), .. }) = (&mut joined, kind) {
            self.is_reset |= offset.is_some_and(|before| before.seconds() != this.seconds());
            if at >= self.latest {
                *offset = Some(this);
            }
        }
        self.kind = Some(joined);
        self.latest = self.latest.max(at);
        Ok(at)
    }

    /// What all whole numbers between these seem to be, such as 202412, after which 202413 would be wrong.
    pub(super) fn parts_of_years(&self, first: i64, last: i64) -> Option<&'static str> {
        let [least, most] = self.parts;
        match (least, most) {
            (1.., 1..=12) if first < last => Some("month"),
            (1.., 1..=53) if first / 100 < last / 100 => Some("week"),
            _ => None,
        }
    }

    /// True once the reading is useless because whole numbers are not dates.
    pub(super) fn is_misread(&self) -> bool {
        self.has_integer
    }

    /// The assumptions under which to read the file again, for periods of a step; `None` if the current ones were
    /// right.
    pub(super) fn better(&self, step: Step) -> Option<Reading> {
        if self.has_integer {
            return Some(self.reading.of_integers());
        }
        let offset = match self.kind {
            Some(Kind::Moment { offset: Some(offset), .. }) => offset,
            _ => return None,
        };
        let is_within_days = matches!(step, Step::Micros(step) if step < DAY);
        let is_wrong = self.is_reset && is_within_days && self.reading.clock_seconds.is_none();
        is_wrong.then_some(Reading { clock_seconds: Some(offset.seconds()), ..self.reading })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Step = Step::Micros(DAY / 24);

    /// Texts, their kind, and the better assumptions for steps of days and of hours.
    fn read(texts: &[&str], reading: Reading) -> Result<(Vec<i64>, Times), String> {
        let mut times = Times::new(reading);
        let found = texts.iter().map(|text| times.text(text)).collect::<Result<_, _>>()?;
        Ok((found, times))
    }

    #[test]
    fn a_kind_grows_from_dates_to_moments() {
        let (found, times) = read(&["1970-01-01", "1970-01-01T00:00:01"], Reading::default()).expect("times");
        assert_eq!(found, [0, 1_000_000]);
        assert_eq!(times.kind(), Some(Kind::Moment { offset: None, blank: false }));
        let whole = Reading { dashless: false, ..Reading::default() };
        for (texts, problem) in [
            (&["1970-01-01", "5"][..], "another kind"),
            (&["1970-01-01", "1970-01-01T00:00Z", "1970-01-01 00:00"], "another kind"),
            (&["", "5"], "empty"),
            (&["soon"], "neither"),
            (&["9007199254740993"], "bounds"),
        ] {
            assert!(read(texts, whole).is_err_and(|found| found.contains(problem)), "{texts:?}");
        }
    }

    #[test]
    fn whole_numbers_are_dates_if_all_of_them_can_be() {
        let (found, times) = read(&["20240229", "20240301"], Reading::default()).expect("times");
        assert_eq!((found[1] - found[0], times.kind()), (DAY, Some(Kind::Dashless)));
        assert_eq!(times.better(Step::DAY), None);
        let texts = ["20240229", "20240230", "-9007199254740992", "9007199254740992"];
        let (_, times) = read(&texts, Reading::default()).expect("times");
        assert!(times.is_misread());
        let (found, times) = read(&texts, times.better(Step::DAY).expect("another way")).expect("times");
        assert_eq!((found[1] - found[0], found[3], times.kind()), (1, 1 << 53, Some(Kind::Integer)));
        assert_eq!(times.better(Step::DAY), None);
    }

    #[test]
    fn whole_numbers_that_end_in_months_or_weeks_are_told_from_others() {
        let whole = Reading::default().of_integers();
        for (texts, expected) in [
            (&["202411", "202412", "202501"][..], Some("month")),
            (&["202401", "202403"], Some("month")),
            (&["202452", "202501"], Some("week")),
            (&["202451", "202452"], None),
            (&["202411", "202413", "202454"], None),
            (&["100", "101", "202401"], None),
            (&["1999", "2000", "2001"], None),
            (&["202401"], None),
        ] {
            let (found, times) = read(texts, whole).expect("times");
            assert_eq!(times.parts_of_years(found[0], found[found.len() - 1]), expected, "{texts:?}");
        }
        assert_eq!(Times::new(whole).parts_of_years(0, 1), None);
    }

    #[test]
    fn days_are_those_of_clocks_and_hours_those_that_pass() {
        let texts = ["2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00"];
        let (found, times) = read(&texts, Reading::default()).expect("times");
        assert_eq!((found[1] - found[0], times.better(Step::DAY)), (DAY, None));
        let better = times.better(HOUR).expect("another way");
        let (found, times) = read(&texts, better).expect("times");
        assert_eq!((found[1] - found[0], times.better(HOUR)), (23 * DAY / 24, None));
        let kind = times.kind().expect("a kind");
        let written: Vec<String> = found.iter().map(|at| kind.to_text(*at)).collect();
        assert_eq!(written, ["2024-03-31T01:00:00+02:00", "2024-04-01T00:00:00+02:00"]);
        // The UTC offset of the last time is used, wherever that time stands.
        let (_, times) = read(&[texts[1], texts[0]], Reading::default()).expect("times");
        assert_eq!(times.kind(), Some(Kind::Moment { offset: Some(Offset::Seconds(7_200)), blank: false }));
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        let mut times = Times::new(Reading::default());
        let day = |times: &mut Times, text: &str| {
            let at: Timestamp = text.parse().expect("a time");
            times.utc(at.as_microsecond(), &berlin).expect("a time")
        };
        let (before, after) =
            (day(&mut times, "2024-03-30T23:00:00Z"), day(&mut times, "2024-03-31T22:00:00Z"));
        assert_eq!(after - before, DAY);
    }
}
