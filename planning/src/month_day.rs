//! The day of the month that dates of monthly, quarterly and yearly figures share.

use crate::day::Day;

/// Which day of its month a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthDay {
    /// The day's number, 1 to 31; in a shorter month its last day, so that 31 is the last day of every month.
    Numbered(u32),
    /// The first weekday from Monday to Friday. Holidays differ between places and are not known here.
    FirstWorking,
    /// The last weekday from Monday to Friday.
    LastWorking,
}

impl MonthDay {
    /// This day in a month given by its number; see [`Day::month_number`]. `None` beyond the range of dates.
    pub fn in_month(self, month_number: i64) -> Option<Day> {
        match self {
            MonthDay::Numbered(day) => Day::in_month(month_number, day),
            MonthDay::FirstWorking => {
                let first = Day::in_month(month_number, 1)?;
                (0..3).map(|days| first.plus(days)).find(|day| day.is_working_day())
            }
            MonthDay::LastWorking => {
                let last = Day::in_month(month_number, 31)?;
                (0..3).map(|days| last.plus(-days)).find(|day| day.is_working_day())
            }
        }
    }

    /// The day of the month that most of the dates share, and how many do. A number wins over an equally frequent
    /// working day, and the largest number over others: the last days of February and April mean the end of the
    /// month, not the 28th.
    pub fn of_most(days: impl Iterator<Item = Day>) -> (MonthDay, usize) {
        let mut numbered = [0; 32];
        let (mut first_working, mut last_working) = (0, 0);
        for day in days {
            let (number, month) = (day.ymd().2, day.month_number());
            let greatest = if day.is_month_end() { 31 } else { number };
            (number..=greatest).for_each(|number| numbered[number as usize] += 1);
            first_working += usize::from(MonthDay::FirstWorking.in_month(month) == Some(day));
            last_working += usize::from(MonthDay::LastWorking.in_month(month) == Some(day));
        }
        let working = [(MonthDay::LastWorking, last_working), (MonthDay::FirstWorking, first_working)];
        let numbered = (1..=31).map(|number| (MonthDay::Numbered(number), numbered[number as usize]));
        let all = working.into_iter().chain(numbered);
        all.max_by_key(|(_, count)| *count).unwrap_or((MonthDay::Numbered(1), 0))
    }

    /// The day of the month that ascending dates share, if no two dates are in the same month and most are on the
    /// same day. A date moved by a holiday is one that differs.
    pub fn of_months(days: impl Iterator<Item = Day> + Clone) -> Option<MonthDay> {
        let mut count = 0;
        let mut before = i64::MIN;
        for month in days.clone().map(Day::month_number) {
            if month <= before {
                return None;
            }
            (before, count) = (month, count + 1);
        }
        let (day, on_it) = MonthDay::of_most(days);
        (count > 1 && 2 * on_it > count).then_some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[&str]) -> Vec<Day> {
        texts.iter().map(|text| text.parse().expect("a day")).collect()
    }

    #[track_caller]
    fn check(texts: &[&str], day: Option<MonthDay>, next: &str) {
        let days = days(texts);
        assert_eq!(MonthDay::of_months(days.iter().copied()), day, "{texts:?}");
        if let (Some(day), Some(last)) = (day, days.last()) {
            let next_month = day.in_month(last.month_number() + 1).expect("a day");
            assert_eq!(next_month.to_string(), next, "{texts:?}");
        }
    }

    #[test]
    fn months_go_on_by_the_day_they_came_by() {
        use MonthDay::{FirstWorking, LastWorking, Numbered};
        check(&["2019-01-30", "2019-02-28", "2019-03-30"], Some(Numbered(30)), "2019-04-30");
        check(&["2019-02-28", "2019-03-30", "2019-04-30"], Some(Numbered(30)), "2019-05-30");
        check(&["2019-02-28", "2019-03-29"], Some(Numbered(29)), "2019-04-29");
        check(&["2019-02-28", "2019-04-30"], Some(Numbered(31)), "2019-05-31");
        check(&["2019-02-28", "2019-03-28"], Some(Numbered(28)), "2019-04-28");
        check(&["2019-12-01", "2020-01-01"], Some(Numbered(1)), "2020-02-01");
        check(&["2024-01-31", "2024-02-29", "2024-03-29"], Some(LastWorking), "2024-04-30");
        // A holiday: in 2024 the last Friday of March is Good Friday.
        check(&["2023-12-29", "2024-01-31", "2024-02-29", "2024-03-28"], Some(LastWorking), "2024-04-30");
        check(&["2024-05-01", "2024-06-03", "2024-07-01"], Some(FirstWorking), "2024-08-01");
        // By no day, twice in a month, alone.
        check(&["2024-01-29", "2024-02-26", "2024-03-25"], None, "");
        check(&["2024-01-01", "2024-01-31", "2024-02-01"], None, "");
        check(&["2024-01-31"], None, "");
    }

    proptest::proptest! {
        #[test]
        fn every_day_of_months_is_found_again(month in 23_000..26_000i64, day in 0..33u32, count in 14..40i64) {
            let wanted = match day {
                0 => MonthDay::FirstWorking,
                32 => MonthDay::LastWorking,
                number => MonthDay::Numbered(number),
            };
            let days: Vec<Day> = (0..count).filter_map(|m| wanted.in_month(month + m)).collect();
            proptest::prop_assert_eq!(MonthDay::of_months(days.into_iter()), Some(wanted));
        }
    }
}
