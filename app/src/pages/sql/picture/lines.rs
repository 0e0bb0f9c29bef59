//! Lines over time.

use super::super::cell;
use super::{numbers, title};
use crate::charts::{Points, XAxis, points};
use crate::view::{Element, el};
use crate::{format, text};
use contract::SqlAnswer;

/// Numbers that are drawn at most, each in a chart of its own: their units differ.
const LINES_MAX: usize = 4;

/// Days from which on the axis says no times of day.
const TIMED_DAYS: f64 = 8.0;

/// A line for each number; none with fewer than two moments.
pub(super) fn lines(answer: &SqlAnswer, time: usize, places: &[usize]) -> Option<Element> {
    let at: Vec<Option<f64>> = answer.rows.iter().map(|row| row.get(time).and_then(cell::moment)).collect();
    let known = || at.iter().flatten().copied();
    let (first, last) = (known().reduce(f64::min)?, known().reduce(f64::max)?);
    if first == last {
        return None;
    }
    // Below a longer line the days are enough.
    let shows_time = last - first < TIMED_DAYS && known().any(|at| at.fract() != 0.0);
    let label = |at: f64| cell::moment_text(if shows_time { at } else { at.floor() });
    let chart = |(index, place): (usize, &usize)| {
        let mut line: Vec<(f64, Option<f64>)> =
            at.iter().zip(numbers(answer, *place)).filter_map(|(at, value)| Some(((*at)?, value))).collect();
        line.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (name, unit) = title(&answer.columns[*place]);
        points(&Points {
            id: format!("sql-line-{index}"),
            finding: finding(&line),
            title: name,
            unit,
            is_line: true,
            across: XAxis { from: first, to: last, label: &label },
            points: line,
        })
    };
    let charts = places.iter().take(LINES_MAX).enumerate().map(chart);
    Some(el("div").class("small-charts sql-picture").attr("data-picture", "lines").children(charts))
}

/// Lowest, highest and last value, each with its time.
fn finding(line: &[(f64, Option<f64>)]) -> String {
    let known: Vec<(f64, f64)> = line.iter().filter_map(|(at, value)| Some((*at, (*value)?))).collect();
    let least = known.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let most = known.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    match (least, most, known.last()) {
        (Some(least), Some(most), Some(last)) => text::sql_line_finding(
            &format::compact(least.1),
            &cell::moment_text(least.0),
            &format::compact(most.1),
            &cell::moment_text(most.0),
            &format::compact(last.1),
        ),
        _ => text::nothing_to_draw().to_owned(),
    }
}
