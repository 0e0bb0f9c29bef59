//! A chart of money against service level, with lines and single points.

use super::scale::Scale;
use super::table_view::{TableRow, table_view};
use super::trend::{path, plot, readout, still_plot};
use super::{BOX, axis, line, whole_place};
use crate::format;
use crate::view::{Element, el};

/// The content of the chart.
pub(crate) struct Curve<'a> {
    /// Unique on the page.
    pub(crate) id: &'static str,
    /// What is shown.
    pub(crate) title: &'static str,
    /// The caption beside the title.
    pub(crate) unit: &'static str,
    /// Left end of the service axis, whole tenths; its right end is one.
    pub(crate) from: f64,
    /// Lines and dots, the first at the back.
    pub(crate) marks: Vec<Mark>,
    /// Class and name of each key of the legend.
    pub(crate) legend: Vec<(&'static str, &'static str)>,
    /// Money with its currency, short.
    pub(crate) format: &'a dyn Fn(f64) -> String,
    /// Its finding, in a sentence.
    pub(crate) finding: String,
    /// Head of the names of the table's rows.
    pub(crate) first: &'static str,
    /// Heads of the table's other columns.
    pub(crate) columns: Vec<String>,
    /// Service level, name and cells of each row of the table.
    pub(crate) rows: Vec<(f64, String, Vec<String>)>,
    /// Whether the page has a script that moves the data cursor.
    pub(crate) is_live: bool,
}

/// Points with the same meaning.
pub(crate) struct Mark {
    /// Class of their path.
    pub(crate) class: &'static str,
    /// Whether a line joins them; without one each is a dot.
    pub(crate) is_line: bool,
    /// Service level (a fraction) and money of each.
    pub(crate) points: Vec<(f64, f64)>,
}

impl Mark {
    fn path(&self, from: f64, scale: Scale) -> String {
        let place = |(service, money): &(f64, f64)| (x(*service, from), Some(*money));
        let placed: Vec<(i32, Option<f64>)> = self.points.iter().map(place).collect();
        if self.is_line { line::through(&placed, scale) } else { line::dots(&placed, scale) }
    }
}

fn x(service_level: f64, from: f64) -> i32 {
    whole_place(BOX * (service_level - from) / (1.0 - from))
}

/// Service levels under the axis: every tenth, or more of them where there are few tenths.
fn labels(from: f64) -> Vec<String> {
    let tenths = whole_place((1.0 - from) * 10.0).max(1);
    let count = match tenths {
        1 => 5,
        2 => 4,
        tenths => tenths,
    };
    let share = |place: i32| from + (1.0 - from) * f64::from(place) / f64::from(count);
    (0..count).map(|place| format::percent(share(place), 0)).collect()
}

/// The chart with its table.
pub(crate) fn curve(chart: Curve<'_>) -> Element {
    let Curve { id, title, from, is_live, .. } = chart;
    let scale = Scale::covering(chart.marks.iter().flat_map(|mark| &mark.points).map(|point| point.1));
    let marks = chart.marks.iter().map(|mark| path(mark.class, mark.path(from, scale)));
    let count = chart.rows.len().to_string();
    let row = |(service, name, cells): (f64, String, Vec<String>)| TableRow {
        name,
        days: None,
        x: Some(x(service, from)),
        cells,
    };
    let rows: Vec<TableRow> = chart.rows.into_iter().map(row).collect();
    let drawn = if is_live { plot } else { still_plot };
    let plot = drawn(id, title, chart.finding.clone())
        .attr("data-points", count)
        .child(path("grid", scale.grid()))
        .children(marks)
        .child(is_live.then(|| path("cursor", String::new())));
    let key = |(class, name): (&'static str, &'static str)| el("span").class(class).child(name);
    let caption = el("figcaption")
        .child(el("h3").child(title))
        .child(el("p").class("unit").child(chart.unit))
        .child(el("p").class("legend").children(chart.legend.into_iter().map(key)))
        .child(is_live.then(readout));
    let axes = el("div")
        .class("plot")
        .child(axis::value_axis(scale, chart.format))
        .child(plot)
        .child(axis::even_axis(labels(from)));
    el("figure")
        .class("chart")
        .attr("data-chart", id)
        .child(caption)
        .child(axes)
        .child(el("p").class("finding").child(chart.finding))
        .child(table_view(title, chart.first, chart.columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_joined_or_stand_alone() {
        let scale = Scale::covering([0.0, 4.0].into_iter());
        let points = vec![(0.5, 0.0), (0.75, 2.0), (1.0, 4.0)];
        let mut mark = Mark { class: "line", is_line: true, points };
        assert_eq!(mark.path(0.5, scale), "M0 1000L500 500L1000 0");
        mark.is_line = false;
        assert_eq!(mark.path(0.5, scale), "M0 1000h0M500 500h0M1000 0h0");
    }

    #[test]
    fn a_short_axis_has_labels_enough() {
        let check = |from: f64, expected: &[&str]| {
            let labels: Vec<String> = labels(from).iter().map(|label| label.replace("\u{a0}%", "")).collect();
            assert_eq!(labels, expected);
        };
        check(0.5, &["50", "60", "70", "80", "90"]);
        check(0.8, &["80", "85", "90", "95"]);
        check(0.9, &["90", "92", "94", "96", "98"]);
        check(0.0, &["0", "10", "20", "30", "40", "50", "60", "70", "80", "90"]);
    }
}
