//! Holidays that fall in another week each year: a table of rules, and events of the store's calendar that come once a
//! year.

use icu_calendar::cal::hijri::{TabularAlgorithmEpoch, TabularAlgorithmLeapYears};
use icu_calendar::cal::{ChineseTraditional, Hijri};
use icu_calendar::types::RataDie;
use icu_calendar::{AsCalendar, Date, Gregorian};
use planning::convert::count_i64;
use planning::day::Day;
use planning::panel::{Holiday, HolidayName};
use planning::periods::{Periods, Step};

/// A holiday of the table.
struct Rule {
    name: HolidayName,
    /// Whole weeks before and after the one it begins in that it may move.
    weeks: (u16, u16),
    /// Whether a day is its first.
    begins: fn(Day) -> bool,
}

/// Those that move demand where they are kept. What they do is learned; where that is nothing, they do nothing.
static RULES: [Rule; 6] = [
    Rule { name: HolidayName::Easter, weeks: (4, 2), begins: is_easter },
    // Its thirty days, Eid al-Fitr after them, and the week that follows.
    Rule { name: HolidayName::Ramadan, weeks: (3, 5), begins: |day| is(day, HIJRI, 9, 1) },
    Rule { name: HolidayName::EidAlAdha, weeks: (3, 1), begins: |day| is(day, HIJRI, 12, 10) },
    Rule { name: HolidayName::LunarNewYear, weeks: (4, 2), begins: |day| is(day, CHINESE, 1, 1) },
    Rule { name: HolidayName::MidAutumn, weeks: (3, 1), begins: |day| is(day, CHINESE, 8, 15) },
    Rule { name: HolidayName::BlackFriday, weeks: (1, 1), begins: is_black_friday },
];
/// The civil calendar of Islam: a day beside the ones that are seen or proclaimed is no matter in weeks.
const HIJRI: Hijri<icu_calendar::cal::hijri::TabularAlgorithm> =
    Hijri::new_tabular(TabularAlgorithmLeapYears::TypeII, TabularAlgorithmEpoch::Friday);
const CHINESE: ChineseTraditional = ChineseTraditional::new();
/// 1970-01-01, as `icu_calendar` counts days.
const EPOCH: i64 = 719_163;
/// Weeks before the history and beyond the horizon in which a holiday begins that still moves them.
const BESIDE: usize = 10;
/// Weeks that an event of the calendar may move before and after the one it begins in.
const EVENT_WEEKS: (u16, u16) = (4, 2);
/// Weeks from one to the next of an event that comes once a year.
const YEARLY: core::ops::RangeInclusive<usize> = 40..=60;

/// The holidays of a history by weeks and of the weeks to come, each with all its beginnings; with the days that events of
/// the calendar take of each of these periods. None by months: too few of them are moved by a holiday to learn from.
pub(super) fn all(dates: Periods, events: &[(String, Vec<f64>)]) -> Vec<Holiday> {
    if dates.step != Step::Week {
        return Vec::new();
    }
    let (last_day, periods) = (dates.last, dates.count as usize);
    let in_days = |weeks: usize| count_i64(weeks) * 7;
    let first_day = last_day.plus(1 - in_days(periods));
    let days = -in_days(BESIDE)..in_days(periods + dates.step.horizon_periods() + BESIDE);
    let of_rule = |rule: &Rule| Holiday {
        name: rule.name.clone(),
        before: rule.weeks.0,
        after: rule.weeks.1,
        begins: days
            .clone()
            .filter(|day| (rule.begins)(first_day.plus(*day)))
            .map(|day| day as f64 / 7.0)
            .collect(),
    };
    let rules = RULES.iter().map(of_rule);
    rules.chain(events.iter().filter_map(|(name, days)| yearly(name, days))).collect()
}

/// An event of the calendar that comes once a year, by the days that it takes of each period. What it does on its own
/// days is learned for each row and taken out of demand before ([`super::influences`]); what remains, as before a feast,
/// is learned as that of other holidays is.
fn yearly(name: &str, days: &[f64]) -> Option<Holiday> {
    let mut begins: Vec<usize> = Vec::new();
    let mut last = None;
    for (period, _) in days.iter().enumerate().filter(|(_, days)| **days > 0.0) {
        if last.is_none_or(|last| period - last > usize::from(EVENT_WEEKS.0 + EVENT_WEEKS.1)) {
            begins.push(period);
        }
        last = Some(period);
    }
    let is_yearly = begins.len() > 1 && begins.windows(2).all(|pair| YEARLY.contains(&(pair[1] - pair[0])));
    is_yearly.then(|| Holiday {
        name: HolidayName::Event(name.to_owned()),
        before: EVENT_WEEKS.0,
        after: EVENT_WEEKS.1,
        begins: begins.into_iter().map(|period| period as f64).collect(),
    })
}

fn is<C: AsCalendar>(day: Day, calendar: C, month: u8, day_of_month: u8) -> bool {
    let date = Date::from_rata_die(rata_die(day), calendar);
    date.month().to_input() == icu_calendar::types::Month::new(month) && date.day_of_month().0 == day_of_month
}

fn is_easter(day: Day) -> bool {
    Gregorian::easter(day.ymd().0).to_rata_die() == rata_die(day)
}

/// The day after the fourth Thursday of November.
fn is_black_friday(day: Day) -> bool {
    let (_, month, of_month) = day.ymd();
    month == 11 && day.since_monday() == 4 && (23..=29).contains(&of_month)
}

fn rata_die(day: Day) -> RataDie {
    RataDie::new(EPOCH + i64::from(day.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn weeks(last: Day, count: usize) -> Periods {
        Periods { step: Step::Week, last, count: planning::convert::count_u32(count) }
    }

    /// The beginnings of a holiday from 2009 to 2026.
    fn begins(name: &HolidayName) -> Vec<String> {
        let (first, periods) = (day("2009-01-01"), 18 * 52);
        let all = all(weeks(first.plus(count_i64(7 * periods) - 1), periods), &[]);
        let holiday = all.iter().find(|holiday| holiday.name == *name).expect("a holiday of the table");
        #[expect(clippy::cast_possible_truncation, reason = "a day")]
        let date = |begins: &f64| first.plus((begins * 7.0).round() as i64).to_string();
        holiday.begins.iter().map(date).collect()
    }

    #[test]
    fn rules_give_the_known_dates() {
        for (name, dates) in [
            (HolidayName::Easter, ["2010-04-04", "2011-04-24", "2024-03-31", "2025-04-20"].as_slice()),
            (HolidayName::LunarNewYear, &["2010-02-14", "2024-02-10", "2025-01-29", "2026-02-17"]),
            (HolidayName::MidAutumn, &["2023-09-29", "2024-09-17", "2025-10-06"]),
            (HolidayName::Ramadan, &["2024-03-11", "2025-03-01"]),
            (HolidayName::EidAlAdha, &["2023-06-29", "2024-06-17"]),
            (HolidayName::BlackFriday, &["2023-11-24", "2024-11-29", "2025-11-28"]),
        ] {
            let found = begins(&name);
            for date in dates {
                assert!(found.iter().any(|begins| begins == date), "{name:?} {date}: {found:?}");
            }
            let years = found.windows(2).map(|pair| day(&pair[1]).since(day(&pair[0])));
            assert!(years.into_iter().all(|days| (340..400).contains(&days)), "{name:?}: {found:?}");
        }
    }

    #[test]
    fn an_event_that_comes_once_a_year_is_a_holiday_and_others_are_not() {
        let column = |periods: &[usize]| {
            let mut days = vec![0.0; 120];
            periods.iter().for_each(|period| days[*period] = 1.0);
            days
        };
        let events = [
            ("Diwali".to_owned(), column(&[10, 11, 64, 65, 114])),
            ("payday".to_owned(), column(&[0, 4, 8, 13, 17, 21, 26])),
            ("fair".to_owned(), column(&[30])),
        ];
        let found = all(weeks(day("2024-01-01"), 107), &events);
        let named: Vec<&Holiday> =
            found.iter().filter(|one| matches!(one.name, HolidayName::Event(_))).collect();
        assert_eq!(named.len(), 1, "{named:?}");
        assert_eq!(named[0].name, HolidayName::Event("Diwali".to_owned()));
        assert_eq!(named[0].begins, [10.0, 64.0, 114.0]);
    }
}
