//! How the dates of a column are written.

use std::collections::BTreeSet;

use planning::day::Day;
use planning::periods::SalesPeriod;

use crate::error::Result;
use crate::import::mapping::Mapping;
use crate::import::moment::{Moments, day_of};

/// Share of a column's values that must be what the column is taken for.
pub(super) const MOST: f64 = 0.95;

/// Ways to write a day, besides ISO 8601.
const DAYS: [&str; 16] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y年%m月%d日",
    "%Y-%m-%d",
];

/// What may stand behind it.
const TIMES: [&str; 7] =
    ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", " %H:%M:%S %z"];

/// How dates are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// By ISO 8601, or there are none.
    Iso,
    /// In this format.
    Format(String),
    /// In any of these, with other days in each.
    Either(Vec<String>),
}

/// The days that values written so are, ascending, each once; none where they may be read in several ways.
pub(super) fn days<'v>(values: impl Iterator<Item = &'v str>, dates: &Dates) -> Result<Vec<Day>> {
    let mut mapping = Mapping::of_tables()?;
    match dates {
        Dates::Iso => {}
        Dates::Format(format) => mapping.moments = vec![format.clone()],
        Dates::Either(_) => return Ok(Vec::new()),
    }
    let moments = Moments::new(&mapping, None);
    let days: BTreeSet<i32> = values.filter_map(|text| moments.local(text).ok().map(day_of)).collect();
    Ok(days.into_iter().map(Day).collect())
}

/// How dates are written; none if these values are none.
pub(super) fn dates_in(values: &[&str]) -> Result<Option<Dates>> {
    let days_in = |mapping: &Mapping| {
        let moments = Moments::new(mapping, None);
        let days: Vec<_> = values.iter().map(|text| moments.local(text).ok().map(day_of)).collect();
        let read = days.iter().flatten().count();
        (read > 0 && read as f64 >= MOST * values.len() as f64).then_some(days)
    };
    let mut mapping = Mapping::of_tables()?;
    if days_in(&mapping).is_some() {
        return Ok(Some(Dates::Iso));
    }
    let mut readable: Vec<(String, Vec<Option<i32>>)> = Vec::new();
    for format in DAYS.iter().flat_map(|day| TIMES.iter().map(move |time| format!("{day}{time}"))) {
        // Most formats fail at the first value.
        mapping.moments = vec![format.clone()];
        let begins = values.first().is_some_and(|text| Moments::new(&mapping, None).local(text).is_ok());
        let is_other = |days: &Vec<Option<i32>>| readable.iter().all(|(_, before)| before != days);
        if begins && let Some(days) = days_in(&mapping).filter(is_other) {
            readable.push((format, days));
        }
    }
    // A format that reads more of them is the better one.
    let read = |days: &Vec<Option<i32>>| days.iter().flatten().count();
    let most = readable.iter().map(|(_, days)| read(days)).max().unwrap_or(0);
    readable.retain(|(_, days)| read(days) == most);
    let mut formats: Vec<_> = readable.into_iter().map(|(format, _)| format).collect();
    Ok(match formats.len() {
        0 => None,
        1 => formats.pop().map(Dates::Format),
        _ => Some(Dates::Either(formats)),
    })
}

/// What a row of sales adds up, where its dates show a week or month.
pub(super) fn row_period(period: Option<(SalesPeriod, usize)>) -> String {
    let Some((period, dates)) = period else { return String::new() };
    let shown = if period == SalesPeriod::Month { "on one day of each month" } else { "seven days apart" };
    format!(
        "\n[sales]\nperiod = \"{}\"  # Its {dates} dates lie {shown}. Write \"day\" if these are sales of single days.\n",
        period.name()
    )
}
