//! Values over a continuous axis, as a line or as points.

use super::scale::Scale;
use super::trend::{path, still_plot};
use super::{BOX, axis, line, whole_place};
use crate::format;
use crate::view::{Element, el};

/// The content of the chart.
pub(crate) struct Points<'a> {
    /// Unique on the page.
    pub(crate) id: String,
    /// What is shown.
    pub(crate) title: String,
    /// The unit on the axis.
    pub(crate) unit: String,
    /// A line through the points rather than the points.
    pub(crate) is_line: bool,
    /// The axis below.
    pub(crate) across: XAxis<'a>,
    /// Place on that axis and value of each, a line's from left to right; where a value is missing a line is broken.
    pub(crate) points: Vec<(f64, Option<f64>)>,
    /// What it shows, in a sentence.
    pub(crate) finding: String,
}

/// A linear axis between two different ends.
pub(crate) struct XAxis<'a> {
    pub(crate) from: f64,
    pub(crate) to: f64,
    /// A place on it as text.
    pub(crate) label: &'a dyn Fn(f64) -> String,
}

impl XAxis<'_> {
    fn x(&self, at: f64) -> i32 {
        whole_place(BOX * (at - self.from) / (self.to - self.from))
    }

    /// Labels of the left ends of four equal parts.
    fn labels(&self) -> Vec<String> {
        let at = |part: i32| self.from + (self.to - self.from) * f64::from(part) / 4.0;
        (0..4).map(|part| (self.label)(at(part))).collect()
    }
}

/// The chart; its numbers stand in a table beside it.
pub(crate) fn points(chart: &Points<'_>) -> Element {
    let scale = Scale::covering(chart.points.iter().filter_map(|point| point.1));
    let placed: Vec<(i32, Option<f64>)> =
        chart.points.iter().map(|(at, value)| (chart.across.x(*at), *value)).collect();
    let shape = if chart.is_line {
        path("line", line::through(&placed, scale))
    } else {
        path("point", line::dots(&placed, scale))
    };
    let plot = still_plot(&chart.id, &chart.title, chart.finding.clone())
        .attr("data-points", placed.len().to_string())
        .child(path("grid", scale.grid()))
        .child(shape);
    let caption = el("figcaption")
        .child(el("h3").child(chart.title.clone()))
        .child(el("p").class("unit").child(chart.unit.clone()));
    let axes = el("div")
        .class("plot")
        .child(axis::value_axis(scale, &format::compact))
        .child(plot)
        .child(axis::even_axis(chart.across.labels()));
    el("figure")
        .class("chart")
        .attr("data-chart", chart.id.clone())
        .child(caption)
        .child(axes)
        .child(el("p").class("finding").child(chart.finding.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_where_their_numbers_say() {
        let across = XAxis { from: 10.0, to: 30.0, label: &|at| at.to_string() };
        assert_eq!((across.x(10.0), across.x(15.0), across.x(30.0)), (0, 250, 1000));
        assert_eq!(across.labels(), ["10", "15", "20", "25"]);
    }
}
