//! What the headings of a file tell: how many are known, and which name periods.

use super::Role;
use super::names::fit;
use crate::import::period::{Period, period};

/// How headings write periods.
const PERIODS: [&str; 19] = [
    "%Y-%m",
    "%m/%Y",
    "%m.%Y",
    "%m-%Y",
    "%Y/%m",
    "%Y.%m",
    "%b %Y",
    "%b-%Y",
    "%B %Y",
    "%b %y",
    "%b-%y",
    "%Y年%m月",
    "%G-W%V",
    "KW %V/%G",
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
];

/// Columns of periods that a file must have.
const LEAST: usize = 3;

/// The columns of a file that each hold a period.
pub(super) struct Wide {
    /// How they are headed; several if they can be read in each, as other periods.
    pub(super) formats: Vec<&'static str>,
    pub(super) columns: Vec<usize>,
}

/// The columns headed by periods, if there are several.
pub(super) fn wide(headers: &[String]) -> Option<Wide> {
    let read = |format: &&'static str| -> Vec<(usize, Period)> {
        let columns = headers.iter().enumerate();
        columns.filter_map(|(column, header)| Some((column, period(format, header)?))).collect()
    };
    let mut best: Vec<(&'static str, Vec<(usize, Period)>)> = Vec::new();
    for (format, found) in PERIODS.iter().map(|format| (*format, read(format))) {
        let most = best.first().map_or(LEAST - 1, |(_, found)| found.len());
        if found.len() > most {
            best.clear();
        }
        let is_other = best.iter().all(|(_, before)| *before != found);
        if found.len() >= most.max(LEAST) && is_other {
            best.push((format, found));
        }
    }
    let columns = best.first()?.1.iter().map(|(column, _)| *column).collect();
    Some(Wide { formats: best.into_iter().map(|(format, _)| format).collect(), columns })
}

/// How many things the headings are known to name; columns of periods are a date and its values.
pub(super) fn known(headers: &[String]) -> usize {
    let is_named = |role: &&Role| headers.iter().any(|header| fit(header, **role).is_some());
    let periods = if wide(headers).is_some() { 2 } else { 0 };
    Role::ALL.iter().filter(is_named).count() + periods
}
