//! Cost against service level, with the points of today and of the scenario.

use super::scale::Scale;
use super::table_view::{Row, table_view};
use super::trend::{path, plot, readout};
use super::{BOX, axis, whole_place};
use crate::view::{Element, el};
use crate::{format, text};
use std::fmt::Write as _;

/// What the curve shows.
pub(crate) struct Curve<'a> {
    /// Service level (a fraction), cost a year, and table cells of each point, service levels rising.
    pub(crate) points: Vec<(f64, f64, Vec<String>)>,
    /// Heads of the cells.
    pub(crate) columns: Vec<String>,
    /// Service level and cost of today's settings.
    pub(crate) now: (f64, f64),
    /// Service level and cost of the scenario.
    pub(crate) scenario: (f64, f64),
    /// Service level and cost of the second scenario, if there is one.
    pub(crate) compared: Option<(f64, f64)>,
    /// A cost with its currency, short.
    pub(crate) format: &'a dyn Fn(f64) -> String,
    /// What it shows, in a sentence.
    pub(crate) finding: String,
}

/// Left end of the service axis.
const SERVICE_MIN: f64 = 0.5;

fn x(service_level: f64) -> i32 {
    whole_place(BOX * (service_level - SERVICE_MIN) / (1.0 - SERVICE_MIN))
}

/// The chart with its table.
pub(crate) fn curve(chart: Curve<'_>) -> Element {
    let costs = chart.points.iter().map(|point| point.1);
    let scale = Scale::covering(
        costs.chain([chart.now.1, chart.scenario.1]).chain(chart.compared.map(|point| point.1)),
    );
    let mut line = String::new();
    for (i, (service, cost, _)) in chart.points.iter().enumerate() {
        let letter = if i == 0 { 'M' } else { 'L' };
        let written = write!(line, "{letter}{} {}", x(*service), scale.y(*cost));
        debug_assert!(written.is_ok());
    }
    // A line of no length with round caps is a dot that keeps its shape in a stretched box.
    let dot = |(service, cost): (f64, f64)| {
        ["M", &x(service).to_string(), " ", &scale.y(cost).to_string(), "h0"].concat()
    };
    let labels = [0.5, 0.6, 0.7, 0.8, 0.9].map(|share| format::percent(share, 0)).to_vec();
    let row = |(service, _, cells): (f64, f64, Vec<String>)| Row {
        name: format::percent(service, 1),
        days: None,
        x: Some(x(service)),
        cells,
    };
    let count = chart.points.len();
    let rows: Vec<Row> = chart.points.into_iter().map(row).collect();
    let plot = plot("curve", text::curve_title(), chart.finding.clone())
        .attr("data-points", count.to_string())
        .child(path("grid", scale.grid()))
        .child(path("line", line))
        .child(path("dot dot-now", dot(chart.now)))
        .child(path("dot dot-compared", chart.compared.map(dot).unwrap_or_default()))
        .child(path("dot dot-scenario", dot(chart.scenario)))
        .child(path("cursor", String::new()));
    let key = |class, name| el("span").class(class).child(name);
    let legend = el("p")
        .class("legend")
        .child(key("key key-now", text::now()))
        .child(key("key key-scenario", text::scenario()))
        .child(chart.compared.map(|_| key("key key-compared", text::compared())));
    let caption = el("figcaption")
        .child(el("h3").child(text::curve_title()))
        .child(el("p").class("unit").child(text::curve_unit()))
        .child(legend)
        .child(readout());
    let axes = el("div")
        .class("plot")
        .child(axis::value_axis(scale, chart.format))
        .child(plot)
        .child(axis::even_axis(labels));
    el("figure")
        .class("chart")
        .attr("data-chart", "curve")
        .child(caption)
        .child(axes)
        .child(el("p").class("finding").child(chart.finding))
        .child(table_view(text::curve_title(), text::service_level(), chart.columns, rows))
}
