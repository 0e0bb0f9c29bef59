//! Two numbers of each row as a point.

use super::{numbers, title};
use crate::charts::{Points, XAxis, points};
use crate::view::Element;
use crate::{format, text};
use contract::SqlAnswer;

/// The points; none where the first number never changes.
pub(super) fn scatter(answer: &SqlAnswer, across: usize, up: usize) -> Option<Element> {
    let found: Vec<(f64, Option<f64>)> =
        numbers(answer, across).zip(numbers(answer, up)).filter_map(|(x, y)| Some((x?, Some(y?)))).collect();
    let ends = |values: &mut dyn Iterator<Item = f64>| {
        values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (from, to) = ends(&mut found.iter().map(|point| point.0));
    let (low, high) = ends(&mut found.iter().filter_map(|point| point.1));
    if from >= to {
        return None;
    }
    let ((x, x_unit), (y, y_unit)) = (title(&answer.columns[across]), title(&answer.columns[up]));
    let named = |name: &str, unit: &str| {
        if unit.is_empty() { name.to_owned() } else { [name, " (", unit, ")"].concat() }
    };
    let (x, y) = (named(&x, &x_unit), named(&y, &y_unit));
    let finding = text::sql_scatter_finding(
        &format::count(found.len() as u64),
        &x,
        &format::compact(from),
        &format::compact(to),
        &y,
        &format::compact(low),
        &format::compact(high),
    );
    let chart = points(&Points {
        id: "sql-scatter".to_owned(),
        title: y,
        unit: text::sql_across(&x),
        is_line: false,
        across: XAxis { from, to, label: &format::compact },
        points: found,
        finding,
    });
    Some(chart.attr("data-picture", "scatter"))
}
